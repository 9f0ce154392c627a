import type { Body } from './body.ts';
import type { Source } from './byte-source.ts';
import { readFields } from './field-line.ts';
import { LIMITS } from './limits.ts';
import { LineError, readLine } from './read-line.ts';

/** A chunk's size and its extensions, which are ignored (RFC 9112 section 7.1). Thirteen digits fit into a safe integer. */
const CHUNK_LINE = /^0*([0-9a-f]{1,13})(?:[ \t]*;[\t\x20-\x7e\x80-\xff]*)?$/i;

/**
 * A chunked body. The last piece of a chunk is handed out when the chunk's CRLF was seen, so that a chunk that fits into
 * one piece is known to be sound. Trailers are checked and dropped (RFC 9110 section 6.5.1).
 */
export class ChunkedBody implements Body {
  readonly #source: Source;
  readonly left = null;
  /** Octets left of the chunk at hand. */
  #chunk = 0;
  finished = false;

  constructor(source: Source) {
    this.#source = source;
  }

  async next(): Promise<Buffer | null> {
    if (this.finished) return null;
    if (this.#chunk === 0) this.#chunk = await readChunkSize(this.#source);
    if (this.#chunk > 0) return this.#content();
    await readTrailers(this.#source);
    this.finished = true;
    return null;
  }

  async #content(): Promise<Buffer> {
    const piece = await this.#source.read();
    if (piece === null) throw new LineError('cut', `a chunk lacks ${this.#chunk} octets`);
    const content = piece.subarray(0, this.#chunk);
    this.#source.unread(piece.subarray(content.length));
    this.#chunk -= content.length;
    if (this.#chunk === 0) await readChunkEnd(this.#source);
    return content;
  }
}

async function readChunkSize(source: Source): Promise<number> {
  const line = await readLine(source, { left: LIMITS.chunkLine }).catch(tooLargeIsMalformed);
  const digits = CHUNK_LINE.exec(line)?.[1];
  if (digits === undefined) throw new LineError('malformed', 'a chunk size is not valid');
  return Number.parseInt(digits, 16);
}

/** Reads the CRLF that must follow a chunk's data, and nothing else. */
async function readChunkEnd(source: Source): Promise<void> {
  await readLine(source, { left: 2 }, '\r\n');
}

async function readTrailers(source: Source): Promise<void> {
  await readFields(source, { left: LIMITS.trailers }, 'remove');
}

/** Only trailers can be too large: an endless chunk extension is a bad chunk. */
function tooLargeIsMalformed(error: unknown): never {
  if (error instanceof LineError && error.kind === 'too-large') {
    throw new LineError('malformed', 'a chunk size with its extensions is too long');
  }
  throw error;
}
