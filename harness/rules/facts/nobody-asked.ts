import type { Observation } from '../../core/evidence.ts';
import type { ExchangeFacts, Facts } from '../../core/facts.ts';

/**
 * Whether it is certain that no upstream was asked for an exchange: no request of it came, none without a correlation id
 * while it was under way, and no connection on which a request may have been lost.
 */
export function nobodyAsked({ exchange, attempts }: ExchangeFacts, { evidence }: Pick<Facts, 'evidence'>): boolean {
  if (attempts.length > 0) return false;
  const { observations } = exchange.phase === 'twin' ? evidence.twin : evidence.main;
  const used = new Set(observations.filter(({ kind }) => kind === 'request').map(connectionKey));
  return !observations
    .filter(({ at }) => at >= exchange.startedAt && at <= exchange.endedAt)
    .some((event) => isNameless(event) || (event.kind === 'connection' && !used.has(connectionKey(event))));
}

function isNameless(event: Observation): boolean {
  return event.kind === 'request' && event.id === null;
}

function connectionKey(event: Observation): string {
  return `${event.upstream} ${'connection' in event ? event.connection : ''}`;
}
