import type { TunnelOutcome } from './tunnel.ts';

/** What evidence says of a client that did more than send a request and read the answer. */
export interface ClientConduct {
  /** By how many milliseconds at most the client itself made the exchange longer, as the scenario told it to. */
  readonly dawdled?: number | undefined;
  /** What came of the tunnel's steps; absent where there are none, or no tunnel was opened. */
  readonly tunnel?: TunnelOutcome | undefined;
  /** True where the scenario wrote the request's octets by hand, so that they may be no request at all. */
  readonly byHand?: true | undefined;
}

/** A client's wait for a signal, or for a line in the gateway's log. */
export interface Awaited {
  /** Path of the step. */
  readonly step: string;
  /** In words: `the signal "half-sent"`. */
  readonly what: string;
  readonly met: boolean;
  readonly ms: number;
}
