import { LIMITS } from './limits.ts';

/** A body on its way into the store. It gets there whole, or not at all (RFC 9111 section 3.3). */
export class Recording {
  readonly #store: (content: Buffer) => void;
  readonly #pieces: Buffer[] = [];
  #size = 0;

  constructor(store: (content: Buffer) => void) {
    this.#store = store;
  }

  add(piece: Buffer): void {
    this.#size += piece.length;
    if (this.#size <= LIMITS.storedBody) this.#pieces.push(piece);
    else this.#pieces.length = 0;
  }

  /** The body has ended as its framing says. */
  complete(): void {
    if (this.#size <= LIMITS.storedBody) this.#store(Buffer.concat(this.#pieces));
  }
}
