import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { TlsProfile } from '../../core/tls.ts';
import { ClientHellos } from './client-hellos.ts';
import { OwnRecords } from './own-records.ts';

/** Record types (RFC 8446 section 5.1). */
const HANDSHAKE = 22;

/**
 * The way between a TLS engine and its TCP connection. All octets of TLS pass here, so this is where they can be dripped or
 * spoilt, and the engine never gets at the socket: whether a FIN or an RST is sent remains the wire's to say.
 */
export class TlsLine extends Duplex {
  readonly #socket: Socket;
  #drip: TlsProfile['drip'];
  readonly #dripping: () => void;
  #spoil = false;
  /** What is sealed beside the engine. */
  readonly own = new OwnRecords();
  /** The record of the client's first hello, once it has come. */
  hello: Buffer | null = null;
  readonly #hellos = new ClientHellos();
  /** True once a handshake record was sent, and so a ServerHello: an alert alone is none. */
  answered = false;

  /** `dripping` is told when the second piece has left. */
  constructor(socket: Socket, drip: TlsProfile['drip'], dripping: () => void) {
    super({ allowHalfOpen: true });
    this.#socket = socket;
    this.#drip = drip;
    this.#dripping = dripping;
    socket.on('data', (octets: Buffer) => {
      if (!this.hello) this.#lookForHello(octets);
      this.push(octets);
    });
    socket.on('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
  }

  /** Octets are no longer held back. */
  flowFreely(): void {
    this.#drip = undefined;
  }

  /** Flips the last bit of the next octets that are sent: of the authentication tag of a record. */
  spoilNext(): void {
    this.#spoil = true;
  }

  /** Sends records that the engine knows nothing of, behind all that it has sent. */
  inject(records: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.write(records, (error) => (error ? reject(error) : resolve()));
    });
  }

  override _read(): void {}

  override _write(octets: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (octets[0] === HANDSHAKE) this.answered = true;
    this.own.note(octets);
    const sent = this.#spoil ? spoilt(octets) : octets;
    this.#spoil = false;
    if (this.#drip) void this.#dripOut(sent, this.#drip).then(() => done(), done);
    else this.#socket.write(sent, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(() => done());
  }

  /** The engine has given up; what it said last still goes out. */
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroySoon();
    done(error);
  }

  #lookForHello(octets: Buffer): void {
    this.#hellos.push(octets);
    if (this.#hellos.takeNext()) this.hello = this.#hellos.last;
  }

  async #dripOut(octets: Buffer, { piece, every }: NonNullable<TlsProfile['drip']>): Promise<void> {
    for (let start = 0; start < octets.length && !this.destroyed; start += piece) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      this.#socket.write(octets.subarray(start, start + piece), (error) => (error ? reject(error) : resolve()));
      await promise;
      if (start === piece) this.#dripping();
      await new Promise((resume) => setTimeout(resume, every));
    }
  }
}

function spoilt(octets: Buffer): Buffer {
  const copy = Buffer.from(octets);
  copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1;
  return copy;
}
