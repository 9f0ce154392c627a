import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Address } from '../../harness/core/gateway.ts';

/** How the other side ended a connection. */
export type Ending = 'fin' | 'rst';

/** A plain TCP peer that reads bytes and parses nothing. */
export class RawPeer implements Disposable {
  readonly #socket: Socket;
  readonly #pieces: Buffer[] = [];
  #look: (() => void) | null = null;
  /** Resolves when the other side has ended the connection. */
  readonly ended: Promise<Ending>;
  /** Our own port, also after the connection's end. */
  readonly port: number;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.port = socket.localPort ?? 0;
    socket.on('data', (piece) => {
      this.#pieces.push(piece);
      this.#look?.();
    });
    const { promise, resolve } = Promise.withResolvers<Ending>();
    this.ended = promise;
    socket.on('end', () => resolve('fin'));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve('rst');
    });
  }

  /** Connects; rejects with the errno. */
  static async connect({ host, port }: Address): Promise<RawPeer> {
    const socket = connect({ host, port, allowHalfOpen: true, noDelay: true });
    await once(socket, 'connect');
    return new RawPeer(socket);
  }

  /** Connects, and sends a GET with a correlation id at once. */
  static async asking(address: Address, target = '/report', id = 'q1'): Promise<RawPeer> {
    const peer = await RawPeer.connect(address);
    peer.send(get(target, id));
    return peer;
  }

  get received(): Buffer {
    return Buffer.concat(this.#pieces);
  }

  /** In how many reads it came. */
  get reads(): number {
    return this.#pieces.length;
  }

  get text(): string {
    return this.received.toString('latin1');
  }

  /** Octets that the kernel has not taken yet. */
  get unsent(): number {
    return this.#socket.writableLength;
  }

  send(bytes: string | Buffer): void {
    this.#socket.write(bytes);
  }

  fin(): void {
    this.#socket.end();
  }

  rst(): void {
    this.#socket.resetAndDestroy();
  }

  /** Resolves once so many bytes have come; rejects when the connection ends with fewer. */
  async bytes(count: number): Promise<void> {
    await this.until(() => this.received.length >= count, `${count} bytes`);
  }

  /** Resolves once this text has come, as latin1; rejects when the connection ends without it. */
  async contains(text: string): Promise<void> {
    await this.until(() => this.text.includes(text), JSON.stringify(text));
  }

  /** True when for so many milliseconds nothing comes: no byte, no FIN, no RST. */
  async silentFor(ms: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<false>();
    for (const event of ['data', 'end', 'error']) this.#socket.once(event, () => resolve(false));
    return Promise.race([promise, wait(ms, true)]);
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }

  /** Resolves once the condition holds, looked at with every piece; rejects when the connection ends before. */
  async until(condition: () => boolean, wanted: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#look = () => condition() && resolve();
    this.#look();
    const ending = await Promise.race([promise, this.ended]);
    if (ending && !condition()) throw new Error(`${ending} before ${wanted} came: ${JSON.stringify(this.text)}`);
  }
}

/** A GET as a gateway would send it. */
export function get(target = '/report', id = 'q1', ...lines: readonly string[]): string {
  return [`GET ${target} HTTP/1.1`, 'Host: app', `X-Gatecrash-Id: ${id}`, ...lines, '', ''].join('\r\n');
}
