import type { Arming } from './arming.ts';
import { phaseAt } from './attempts.ts';
import type { Case } from './case.ts';
import type { Pass, Phase } from './evidence.ts';

/** One connection that the gateway opened to an upstream; a probe of the harness itself is none. */
export interface UpstreamConnection {
  readonly upstream: string;
  /** Ordinal since the case began, as the upstream counted. */
  readonly connection: number;
  readonly at: number;
  /** The phase under way when it was accepted. */
  readonly phase: Phase;
}

/** The gateway's connections in one pass, in the order in which they were accepted. `armings` tell the probes' ports. */
export function connectionsOf(pass: Pass, armings: readonly Arming[]): UpstreamConnection[] {
  const probes = new Set(
    armings.flatMap(({ upstream, probes }) => probes.map(({ localPort }) => `${upstream} ${localPort}`)),
  );
  return pass.observations
    .filter((event) => event.kind === 'connection')
    .filter((event) => !probes.has(`${event.upstream} ${event.remotePort}`))
    .sort((a, b) => a.at - b.at)
    .map(({ upstream, connection, at }) => ({ upstream, connection, at, phase: phaseAt(pass, at) }));
}

/** The upstreams to tell of: those of the case, then any other that was seen in the pass. */
export function upstreamNames(item: Case, pass: Pass): string[] {
  return [...new Set([...Object.keys(item.variant.upstreams), ...pass.observations.map(({ upstream }) => upstream)])];
}
