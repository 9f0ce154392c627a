import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Address } from '../../../harness/core/gateway.ts';

/** A connection to a raw listener, and what it received. */
export class RawClient implements Disposable {
  readonly socket: Socket;
  received = 0;
  /** When each piece came, in milliseconds since the connection was made, and how many bytes had come by then. */
  readonly pieces: { readonly at: number; readonly total: number }[] = [];
  /** How the connection ended, if it did. */
  ended: 'fin' | 'error' | null = null;

  private constructor(socket: Socket) {
    this.socket = socket;
    const start = performance.now();
    socket.on('data', (data: Buffer) => {
      this.received += data.length;
      this.pieces.push({ at: performance.now() - start, total: this.received });
    });
    socket.on('end', () => {
      this.ended ??= 'fin';
    });
    socket.on('error', () => {
      this.ended ??= 'error';
    });
  }

  static async connect(address: Address): Promise<RawClient> {
    const socket = connect({ host: address.host, port: address.port, noDelay: true });
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  /** Asks for answers of these sizes. */
  ask(...sizes: readonly number[]): void {
    this.socket.write(sizes.join(' '));
  }

  /** Resolves once so many bytes have come, or when the time is up; true for the first. */
  async has(bytes: number, within: number): Promise<boolean> {
    const signal = AbortSignal.timeout(within);
    try {
      while (this.received < bytes) await once(this.socket, 'data', { signal });
      return true;
    } catch {
      return this.received >= bytes;
    }
  }

  /** By a reset: no late packet of it is counted by a fault that is armed next. */
  [Symbol.dispose](): void {
    this.socket.resetAndDestroy();
  }
}
