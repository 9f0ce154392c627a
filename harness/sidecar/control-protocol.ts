import type { Probe } from '../core/arming.ts';
import type { Effect } from '../core/effect.ts';

/** The effects that a sidecar brings about; all others are the upstream's own, or its process's. */
export type SidecarEffect = Extract<Effect, { place: 'firewall' | 'network' | 'route' }>;

/**
 * Packets to the upstream, or packets from it: where gateway and upstream have a sidecar each, a fault of both directions is
 * armed on the upstream's side with `to` and on the gateway's with `from`, so that every packet is lost on its way.
 */
export type Half = 'to' | 'from';

/** Answer to `GET /`. */
export interface SidecarStatus {
  /** What can be done in this namespace: true, or the reason why not. */
  readonly capabilities: { readonly firewall: true; readonly routes: true; readonly shaping: true | string };
  /** By address: what is armed, and how many packets it has hit so far. */
  readonly faults: Readonly<Record<string, { readonly effect: SidecarEffect; readonly packets: number }>>;
  readonly addresses: readonly string[];
  readonly routes: Readonly<Record<string, string>>;
  /** By `HOST:PORT`: how many places in the accept queue are held. */
  readonly acceptQueues: Readonly<Record<string, number>>;
}

/** Answer to `PUT /faults/ADDRESS`. */
export interface ArmedFault {
  readonly address: string;
  readonly effect: SidecarEffect;
}

/** Answer to `DELETE /faults/ADDRESS`: how many packets were hit; 0 where nothing was armed. */
export interface Disarmed {
  readonly packets: number;
}

/** Answer to `POST /accept-queue`: how many places were taken, and what the connect behind them met. */
export interface QueueFilled {
  readonly held: number;
  readonly probe: Probe;
}

/** Body of every answer that is not 200. */
export interface Refusal {
  readonly error: { readonly code: string; readonly message: string; readonly hint?: string | undefined };
}
