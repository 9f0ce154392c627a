import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { type ConnectionOptions, type TLSSocket, connect as tlsConnect } from 'node:tls';
import type { Address } from '../../harness/core/gateway.ts';
import { type Authority, TLS_NAME } from '../../harness/core/tls.ts';
import { records } from './client-hello.ts';

/** A TLS client that keeps every octet that goes either way, and its log of keys. */
export class RecordedTls {
  readonly tls: TLSSocket;
  readonly keys = new Map<string, Buffer>();
  /** The last session that it was given. */
  session: Buffer | null = null;
  /** The code of its error, once there is one. */
  error: string | null = null;
  readonly #came: Buffer[] = [];
  readonly #went: Buffer[] = [];
  readonly #text: Buffer[] = [];

  private constructor(raw: Socket, { certificate }: Authority, more: ConnectionOptions) {
    const way = new Duplex({
      read() {},
      write: (octets: Buffer, _encoding, done) => {
        this.#went.push(octets);
        raw.write(octets, () => done());
      },
    });
    raw.on('data', (octets) => {
      this.#came.push(octets);
      way.push(octets);
    });
    raw.on('end', () => way.push(null));
    raw.on('error', () => way.destroy());
    this.tls = tlsConnect({ socket: way, ca: certificate, servername: TLS_NAME, ...more });
    this.tls.on('keylog', (line: Buffer) => {
      const [label = '', , secret = ''] = line.toString('latin1').trim().split(' ');
      this.keys.set(label, Buffer.from(secret, 'hex'));
    });
    this.tls.on('session', (session: Buffer) => {
      this.session = session;
    });
    this.tls.on('data', (piece: Buffer) => this.#text.push(piece));
    this.tls.on('error', (error: NodeJS.ErrnoException) => {
      this.error = error.code ?? error.message;
    });
    this.tls.on('close', () => raw.destroy());
  }

  /** Connects, and waits for the handshake. */
  static async connect(address: Address, authority: Authority, more: ConnectionOptions = {}): Promise<RecordedTls> {
    const raw = connect({ ...address, allowHalfOpen: true });
    await once(raw, 'connect');
    const client = new RecordedTls(raw, authority, more);
    await once(client.tls, 'secureConnect');
    return client;
  }

  /** Sends a request, and waits for the end of its head. */
  async ask(target = '/'): Promise<void> {
    const before = this.text.length;
    this.tls.write(`GET ${target} HTTP/1.1\r\nHost: app\r\n\r\n`);
    while (!this.text.slice(before).includes('\r\n\r\n')) await once(this.tls, 'data');
  }

  /** The records that came, and those that went. */
  get came() {
    return records(Buffer.concat(this.#came));
  }

  get went() {
    return records(Buffer.concat(this.#went));
  }

  get text(): string {
    return Buffer.concat(this.#text).toString('latin1');
  }
}
