import type { UpstreamStep } from './script.ts';

/** Bytes of a piece, where nothing is said. */
const PIECE = 256;
/** Milliseconds between two pieces, so that the kernel does not join them. */
const EVERY = 20;

/**
 * Reads the request, and sends a 200 whose body comes behind its head in so many pieces of so many bytes: small ones are as many
 * packets, of which a single one would mostly be spared.
 */
export function drippedBody(pieces: number, piece = PIECE): readonly UpstreamStep[] {
  const length = pieces * piece;
  return [
    { do: 'read', what: 'request' },
    {
      do: 'send',
      bytes: { text: `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${length}\r\n\r\n` },
    },
    { do: 'drip', bytes: { repeat: 'x', times: length }, piece, every: EVERY },
  ];
}
