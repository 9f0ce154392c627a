import type { Field } from '../core/http.ts';
import type { Framing } from './body-framing.ts';
import type { ByteQueue } from './byte-queue.ts';
import { ChunkedReader } from './chunked-reader.ts';
import type { Complain } from './line.ts';

/** `complete`: it ended as its framing says; `lost`: its framing is broken, and no later octet can be trusted. */
export type ReadState = 'more' | 'complete' | 'lost';

/** Reads the body of one response out of the queue. */
export interface BodyReader {
  /** Reads as much as there is. */
  read(queue: ByteQueue): ReadState;
  /** Pieces of the decoded body, in order. */
  readonly pieces: readonly Buffer[];
  /** Octets of the decoded body so far. */
  readonly bytes: number;
  readonly trailers: readonly Field[];
  /** True where all of the content came, and only what stands behind the last chunk did not. */
  readonly contentComplete?: boolean;
}

/** The reader for a framing; `complain` takes offsets from the first octet of the exchange. */
export function bodyReader(framing: Framing, complain: Complain): BodyReader {
  if (framing.lost) return { read: () => 'lost', pieces: [], bytes: 0, trailers: [] };
  if (framing.kind === 'chunked') return new ChunkedReader(complain);
  if (framing.kind === 'close-delimited') return new PlainReader(null);
  return new PlainReader(framing.length);
}

/** A body of a known length, or of all that comes until the connection ends (null). */
class PlainReader implements BodyReader {
  readonly pieces: Buffer[] = [];
  bytes = 0;
  readonly trailers: readonly Field[] = [];
  #missing: number | null;

  constructor(length: number | null) {
    this.#missing = length;
  }

  read(queue: ByteQueue): ReadState {
    const piece = queue.take(this.#missing ?? queue.length);
    if (piece.length > 0) this.pieces.push(piece);
    this.bytes += piece.length;
    if (this.#missing === null) return 'more';
    this.#missing -= piece.length;
    return this.#missing === 0 ? 'complete' : 'more';
  }
}
