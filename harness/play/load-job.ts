import type { Phase } from '../core/evidence.ts';
import type { Address, Way } from '../core/gateway.ts';
import type { LoadSpec } from '../core/scenario.ts';

/** All that a thread needs to play a load by itself. */
export interface LoadJob {
  readonly spec: LoadSpec;
  readonly listen: Address;
  readonly way: Way;
  readonly phase: Phase;
  /** The upstream that its requests are for. */
  readonly upstream: string;
  /** The fault that they meet at first. */
  readonly fault: string | null;
  /** Path of its step. */
  readonly step: string;
  /** How long a client waits for the end of an exchange, in milliseconds. */
  readonly patience: number;
  /** Ordinals that were given out before: those of the load's connections and requests follow them, one of each a request. */
  readonly before: { readonly connections: number; readonly requests: number };
}

/** What the thread is told. */
export interface ToLoad {
  /** Requests from now on meet this fault; `told` answers. */
  readonly fault: string | null;
}

/** What the thread tells. */
export type FromLoad =
  | { readonly kind: 'told' }
  /** Correlation ids, and how many octets of each response's body have come. */
  | { readonly kind: 'received'; readonly bodies: readonly (readonly [id: string, bytes: number])[] }
  /** Exchanges that are over and not kept. */
  | { readonly kind: 'forget'; readonly ids: ReadonlySet<string> }
  /** The LoadOutcome by v8.serialize, which keeps a Buffer a Buffer. */
  | { readonly kind: 'over'; readonly outcome: Uint8Array };

/** How many requests a load makes. */
export function requestsOf({ rate, duration }: LoadSpec): number {
  return Math.floor((rate * duration) / 1000);
}
