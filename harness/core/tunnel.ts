import type { Bytes } from './script.ts';

/** What a client does in the tunnel that a 101 opened, step by step. */
export type TunnelStep =
  /** Octets as they are; a WebSocket frame was made into octets before. */
  | { readonly do: 'send'; readonly bytes: Bytes }
  /** Waits until this text has come behind what was expected before; `within` in milliseconds, null for the default. */
  | { readonly do: 'expect'; readonly text: string; readonly within: number | null }
  | { readonly do: 'stall'; readonly ms: number }
  /** Waits until the gateway ends the connection, by a FIN or an RST. */
  | { readonly do: 'end'; readonly within: number | null }
  /** A FIN, and nothing more is read. */
  | { readonly do: 'close' }
  | { readonly do: 'reset' };

/** What came of the steps of a tunnel: all up to the first that was not met. */
export interface TunnelOutcome {
  /** The first step that was awaited in vain, in words, and for how long; null where all were met. */
  readonly missed: { readonly step: number; readonly what: string; readonly ms: number } | null;
  /** Octets that came through the tunnel. */
  readonly bytes: number;
}
