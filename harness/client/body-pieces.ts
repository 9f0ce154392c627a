import type { UploadPace } from '../core/pace.ts';
import type { ComposedRequest } from './compose-request.ts';

/** Octets to write at once, and how many of them are content. */
export interface BodyPiece {
  readonly octets: Buffer;
  readonly content: number;
  /** How long to wait before, in milliseconds. */
  readonly wait?: number | undefined;
  /** A FIN follows. */
  readonly fin?: true | undefined;
}

/** Octets of content in one piece; a chunk is smaller, so that a body of some size has several. */
const PLAIN = 64 * 1024;
const CHUNK = 16 * 1024;

/**
 * What follows a request's head, piece by piece. With `until`, it breaks off right behind so many octets of content; with a
 * pace, pieces are as small as it says, and each tells how long to wait before it.
 */
export function* bodyPieces(
  request: ComposedRequest,
  until: number | null,
  pace: UploadPace | null = null,
): Generator<BodyPiece> {
  const content = request.content ?? Buffer.alloc(0);
  const end = Math.min(content.length, until ?? content.length);
  const most = request.chunked ? CHUNK : PLAIN;
  for (let start = 0, next = 0; start < end; start = next) {
    next = Math.min(end, start + most, stopAfter(start, pace));
    const slice = content.subarray(start, next);
    const wait = waitBefore(start, pace);
    yield { octets: request.chunked ? asChunk(slice) : slice, content: slice.length, ...(wait > 0 && { wait }) };
  }
  if (request.chunked && until === null) yield { octets: lastChunk(request), content: 0 };
}

/** Where the piece that begins here ends at the latest. */
function stopAfter(start: number, pace: UploadPace | null): number {
  if (pace === null) return Number.POSITIVE_INFINITY;
  if ('piece' in pace) return start + pace.piece;
  return start < pace.after ? pace.after : Number.POSITIVE_INFINITY;
}

function waitBefore(start: number, pace: UploadPace | null): number {
  if (pace === null) return 0;
  if (!('piece' in pace)) return start === pace.after ? pace.pause : 0;
  return start > 0 || pace.part === 'request' ? pace.every : 0;
}

/** RFC 9112 section 7.1. */
function asChunk(slice: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${slice.length.toString(16)}\r\n`), slice, Buffer.from('\r\n')]);
}

function lastChunk({ trailers }: ComposedRequest): Buffer {
  const lines = trailers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`0\r\n${lines}\r\n`, 'latin1');
}
