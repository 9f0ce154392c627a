import type { Bytes } from './script.ts';

/** How slowly a client reads: it stops, or goes on at a rate, for a while; then it reads as fast as it can. */
export interface ReadPace {
  /** Begins once so much of the response's decoded body has come; 0 is before anything was read. */
  readonly after: number;
  /** Bytes a second; 0 for none at all. */
  readonly rate: number;
  /** How long it goes on so, in milliseconds. */
  readonly for: number;
}

/** How slowly a client sends: with one break in the content, or in pieces. */
export type UploadPace =
  | {
      /** Sends nothing for `pause` milliseconds, once so many octets of the content are sent; 0 is behind the head. */
      readonly after: number;
      readonly pause: number;
    }
  | {
      /** The whole request, head first, or the content alone. */
      readonly part: 'request' | 'body';
      /** So many octets, and the next ones so many milliseconds later. */
      readonly piece: number;
      readonly every: number;
    };

/** What a client does that sends the octets of its request by hand. */
export type RawStep =
  | { readonly do: 'send'; readonly bytes: Bytes }
  | { readonly do: 'drip'; readonly bytes: Bytes; readonly piece: number; readonly every: number }
  | { readonly do: 'stall'; readonly ms: number }
  /** A FIN; the client reads on. */
  | { readonly do: 'half-close' };
