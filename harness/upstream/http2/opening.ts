/** What a client of HTTP/2 sends first, before any frame (RFC 9113 section 3.4). */
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

/** Octets of a connection, and the protocol that they are of. */
export interface Told {
  readonly protocol: 'http/1' | 'http/2';
  readonly octets: Buffer;
}

/** Tells by the first octets of a connection which protocol its client speaks. */
export class Opening {
  #held: Buffer = Buffer.alloc(0);
  #protocol: Told['protocol'] | null = null;

  /** What is to be passed on of all that came, without the preface; null while it could become either. */
  push(chunk: Buffer): Told | null {
    if (this.#protocol) return { protocol: this.#protocol, octets: chunk };
    this.#held = Buffer.concat([this.#held, chunk]);
    const length = Math.min(this.#held.length, PREFACE.length);
    const fits = this.#held.subarray(0, length).equals(PREFACE.subarray(0, length));
    if (fits && length < PREFACE.length) return null;
    this.#protocol = fits ? 'http/2' : 'http/1';
    return { protocol: this.#protocol, octets: fits ? this.#held.subarray(PREFACE.length) : this.#held };
  }
}
