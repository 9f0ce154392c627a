import type { Body } from './body.ts';
import type { Source } from './byte-source.ts';

/** A body that ends where the peer closes: a FIN ends it, an RST breaks it (RFC 9112 section 8). */
export class UntilFinBody implements Body {
  readonly #source: Source;
  readonly left = null;
  finished = false;

  constructor(source: Source) {
    this.#source = source;
  }

  async next(): Promise<Buffer | null> {
    if (this.finished) return null;
    const piece = await this.#source.read();
    this.finished = piece === null;
    return piece;
  }
}
