import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { type TLSSocket, connect as tlsConnect } from 'node:tls';
import type { Address } from '../../harness/core/gateway.ts';
import { type Authority, TLS_NAME } from '../../harness/core/tls.ts';

/** A TLS client that sees how the TCP connection ended, and whether TLS had been ended before. */
export class LastRecord {
  readonly tls: TLSSocket;
  readonly ended: Promise<'fin' | 'rst'>;
  /** True when a close_notify came. */
  notified = false;
  readonly #pieces: Buffer[] = [];

  private constructor(raw: Socket, { certificate }: Authority) {
    const ended = Promise.withResolvers<'fin' | 'rst'>();
    this.ended = ended.promise;
    const way = new Duplex({
      read() {},
      write: (octets: Buffer, _encoding, done) => raw.write(octets, () => done()),
    });
    // Nothing but a close_notify ends TLS here, for it is never told of the FIN.
    raw.on('data', (octets) => way.push(octets));
    raw.on('end', () => setImmediate(() => ended.resolve('fin')));
    raw.on('error', () => ended.resolve('rst'));
    this.tls = tlsConnect({ socket: way, ca: certificate, servername: TLS_NAME });
    this.tls.on('data', (piece: Buffer) => this.#pieces.push(piece));
    this.tls.on('end', () => {
      this.notified = true;
    });
    this.tls.on('close', () => raw.destroy());
  }

  /** Connects, and waits for the handshake. */
  static async connect(address: Address, authority: Authority): Promise<LastRecord> {
    const raw = connect({ ...address, allowHalfOpen: true });
    await once(raw, 'connect');
    const client = new LastRecord(raw, authority);
    await once(client.tls, 'secureConnect');
    return client;
  }

  get text(): string {
    return Buffer.concat(this.#pieces).toString('latin1');
  }
}
