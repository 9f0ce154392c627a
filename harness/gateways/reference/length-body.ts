import type { Body } from './body.ts';
import type { Source } from './byte-source.ts';
import { LineError } from './read-line.ts';

/** A body of as many octets as Content-Length says; fewer are an incomplete message (RFC 9112 section 8). */
export class LengthBody implements Body {
  readonly #source: Source;
  #left: number;

  constructor(source: Source, length: number) {
    this.#source = source;
    this.#left = length;
  }

  get left(): number {
    return this.#left;
  }

  get finished(): boolean {
    return this.#left === 0;
  }

  async next(): Promise<Buffer | null> {
    if (this.#left === 0) return null;
    const piece = await this.#source.read();
    if (piece === null) throw new LineError('cut', `the body lacks ${this.#left} octets`);
    const content = piece.subarray(0, this.#left);
    this.#source.unread(piece.subarray(content.length));
    this.#left -= content.length;
    return content;
  }
}
