import type { UpstreamStep } from './script.ts';

/** Bytes of a piece. */
const PIECE = 256;
/** Milliseconds between two pieces, so that the kernel does not join them. */
const EVERY = 20;

/** Reads the request, and sends a 200 with a body of so many pieces in as many small packets: a single one would mostly be spared. */
export function drippedBody(pieces: number): readonly UpstreamStep[] {
  const length = pieces * PIECE;
  return [
    { do: 'read', what: 'request' },
    {
      do: 'send',
      bytes: { text: `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${length}\r\n\r\n` },
    },
    { do: 'drip', bytes: { repeat: 'x', times: length }, piece: PIECE, every: EVERY },
  ];
}
