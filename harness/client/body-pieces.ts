import type { ComposedRequest } from './compose-request.ts';

/** Octets to write at once, and how many of them are content. */
export interface BodyPiece {
  readonly octets: Buffer;
  readonly content: number;
}

/** Octets of content in one piece; a chunk is smaller, so that a body of some size has several. */
const PLAIN = 64 * 1024;
const CHUNK = 16 * 1024;

/** What follows a request's head, piece by piece. With `until`, it breaks off right behind so many octets of content. */
export function* bodyPieces(request: ComposedRequest, until: number | null): Generator<BodyPiece> {
  const content = request.content ?? Buffer.alloc(0);
  const end = Math.min(content.length, until ?? content.length);
  const size = request.chunked ? CHUNK : PLAIN;
  for (let start = 0; start < end; start += size) {
    const slice = content.subarray(start, Math.min(end, start + size));
    yield { octets: request.chunked ? asChunk(slice) : slice, content: slice.length };
  }
  if (request.chunked && until === null) yield { octets: lastChunk(request), content: 0 };
}

/** RFC 9112 section 7.1. */
function asChunk(slice: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${slice.length.toString(16)}\r\n`), slice, Buffer.from('\r\n')]);
}

function lastChunk({ trailers }: ComposedRequest): Buffer {
  const lines = trailers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`0\r\n${lines}\r\n`, 'latin1');
}
