import type { Pass, Phase } from './evidence.ts';
import type { Attempt } from './facts.ts';

/**
 * What reached the upstreams in one pass: a request observation each, in the order in which they were seen. The phase is
 * that of the exchange with the same correlation id; a request without one (a gateway's own probe, or a head that came
 * through garbled) has the phase that was under way when it came.
 */
export function attemptsOf(pass: Pass): Attempt[] {
  const bodies = new Map(
    pass.observations
      .filter((event) => event.kind === 'request-end')
      .map((event) => [requestKey(event), { bytes: event.bodyBytes, hash: event.bodyHash }]),
  );
  const phases = new Map(pass.exchanges.map((exchange) => [exchange.id, exchange.phase]));
  return pass.observations
    .filter((event) => event.kind === 'request')
    .sort((a, b) => a.at - b.at)
    .map((event) => ({
      upstream: event.upstream,
      method: event.method,
      target: event.target,
      connection: event.connection,
      nth: event.nth,
      at: event.at,
      phase: phases.get(event.id ?? '') ?? phaseAt(pass, event.at),
      id: event.id,
      version: event.version,
      fields: event.fields,
      body: bodies.get(requestKey(event)) ?? null,
    }));
}

function requestKey({ upstream, connection, nth }: Pick<Attempt, 'upstream' | 'connection' | 'nth'>): string {
  return `${upstream} ${connection} ${nth}`;
}

/** The phase under way at a moment of a pass: that of the exchange begun last; the first one's before any began. */
export function phaseAt(pass: Pass, at: number): Phase {
  const inOrder = [...pass.exchanges].sort((a, b) => a.startedAt - b.startedAt);
  const begun = inOrder.findLast((exchange) => exchange.startedAt <= at) ?? inOrder[0];
  return begun?.phase ?? 'steps';
}
