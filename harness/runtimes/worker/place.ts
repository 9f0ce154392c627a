import type { Probe } from '../../core/arming.ts';
import type { Effect } from '../../core/effect.ts';
import type { Observation } from '../../core/evidence.ts';
import type { Address } from '../../core/gateway.ts';
import type { NameScript } from '../../core/name-script.ts';
import type { Ground } from './ground.ts';
import type { UpstreamHandle } from './upstream-handle.ts';

/** What it takes to arm an effect on one upstream. */
export interface PlaceContext {
  readonly ground: Ground;
  /** Where the upstream listens, or would listen. */
  readonly address: Address;
  /** Where the gateway listens, as its clients know it. */
  readonly listen: Address;
  /** Scripts what the upstream's name resolves to; null where the gateway was given the address. */
  readonly resolver: { readonly name: string; say(script: NameScript): Promise<void> } | null;
  readonly handle: UpstreamHandle;
  /** Adds an observation of the runtime's own to the upstream's. */
  observe(event: Extract<Observation, { kind: 'signal' }>): void;
}

/** An effect that is in force. */
export interface Armed {
  readonly probes: readonly Probe[];
  /** Takes the effect away. The upstream's script is set anew by whoever comes next. */
  disarm(): Promise<void>;
}

/** Arms the effects of one place. Resolves once the effect is in force and was probed. */
export type Arm<E extends Effect> = (context: PlaceContext, effect: E) => Promise<Armed>;
