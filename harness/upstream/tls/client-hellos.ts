/** A record's header: type, version, length (RFC 8446 section 5.1). */
const HEADER = 5;
const HANDSHAKE = 22;
const CLIENT_HELLO = 1;

/** The hellos of a TLS client that nobody answers as a TLS server: the records that hold one, as far as they have come. */
export class ClientHellos {
  #octets = Buffer.alloc(0);
  #untaken: Buffer[] = [];
  #last: Buffer | null = null;

  /** The record of the hello that was taken last. Throws where none was. */
  get last(): Buffer {
    if (!this.#last) throw new TypeError('no ClientHello was read');
    return this.#last;
  }

  push(octets: Buffer): void {
    this.#octets = Buffer.concat([this.#octets, octets]);
    for (let record = this.#record(); record; record = this.#record()) {
      if (record[0] === HANDSHAKE && record[HEADER] === CLIENT_HELLO) this.#untaken.push(record);
    }
  }

  /** Goes on to the next hello, if it has come whole; false if not. */
  takeNext(): boolean {
    const next = this.#untaken.shift();
    this.#last = next ?? this.#last;
    return next !== undefined;
  }

  #record(): Buffer | null {
    if (this.#octets.length < HEADER) return null;
    const end = HEADER + this.#octets.readUInt16BE(3);
    if (this.#octets.length < end) return null;
    const record = this.#octets.subarray(0, end);
    this.#octets = this.#octets.subarray(end);
    return record;
  }
}
