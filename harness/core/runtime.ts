import type { Arming } from './arming.ts';
import type { Capabilities } from './capability.ts';
import type { Case } from './case.ts';
import type { Evidence, GatewayEvidence, Observation, Timeouts } from './evidence.ts';
import type { Address, Way } from './gateway.ts';
import type { GatewayAction, GatewayLook, StrikeOutcome } from './gateway-strike.ts';
import type { UpstreamState } from './scenario.ts';

/** A gateway with its upstreams, lent to one pass over a case: what `play` works with, alike in every runtime. */
export interface Deployment extends AsyncDisposable {
  readonly listen: Address;
  readonly timeouts: Timeouts;
  /** How long a client waits for the end of an exchange, in milliseconds. */
  readonly patience: number;
  /** Names of the upstreams behind the gateway. */
  readonly upstreams: readonly string[];
  /** How requests reach them. */
  readonly way: Way;
  /** Puts an upstream into a state; what was armed before on it is disarmed first. */
  set(upstream: string, state: UpstreamState): Promise<void>;
  /** Ends the `await-delivery` or `await` that a connection's script waits in. */
  release(upstream: string, connection: number): void;
  /** Observations so far; asks the upstreams for all that they have seen until now. */
  observations(): Promise<readonly Observation[]>;
  /** What the gateway has said until now about this deployment. */
  log(): Promise<readonly string[]>;
  onObservation(listener: (event: Observation) => void): void;
  /**
   * Keeps of the requests with these correlation ids, and of those of earlier calls, only that they were made: a load has too
   * many for all that was seen.
   */
  thin(ids: ReadonlySet<string>): Promise<void>;
  armings(): readonly Arming[];
  /** Does something to the gateway itself, and resolves when it is known what came of it. */
  strike(action: GatewayAction): Promise<StrikeOutcome>;
  /** The gateway's processes as they are now. */
  look(): GatewayLook;
  /** Ends the deployment's use and tells what became of the gateway. */
  settle(): Promise<GatewayEvidence>;
}

/** Where cases are played. */
export interface Runtime extends AsyncDisposable {
  readonly name: 'local' | 'docker';
  readonly capabilities: Capabilities;
  /** Plays one attempt at a case and hands back what it left behind. Rejects only when the environment is broken. */
  play(item: Case, hooks: PlayHooks): Promise<Evidence>;
}

/** What a caller wants to hear and to be able to do while a case is played. */
export interface PlayHooks {
  readonly signal: AbortSignal;
  progress(doing: string): void;
}
