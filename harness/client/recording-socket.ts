import { connect, type Socket } from 'node:net';
import { now } from '../core/clock.ts';
import type { Address } from '../core/gateway.ts';

/** Octets as one read of the socket gave them, and when. */
export interface Piece {
  readonly at: number;
  readonly octets: Buffer;
}

/** A socket that keeps all that comes in until it is taken, with its time, and tells a FIN from an RST. */
export class RecordingSocket {
  readonly #socket: Socket;
  #pieces: Piece[] = [];
  #ended: 'fin' | 'rst' | null = null;
  /** Called when something happened; replaced by whoever waits. */
  #wake: () => void = () => {};

  constructor(address: Address) {
    // Half-open, so that the gateway's FIN is not answered before the evidence is complete.
    this.#socket = connect({ host: address.host, port: address.port, allowHalfOpen: true, noDelay: true });
    this.#socket.on('data', (octets) => {
      this.#pieces.push({ at: now(), octets });
      this.#wake();
    });
    this.#socket.on('end', () => this.#end('fin'));
    this.#socket.on('error', () => this.#end('rst'));
    this.#socket.on('close', () => this.#end('rst'));
  }

  /** How the peer ended it; null while it has not. A connection that never came about ended in `rst`. */
  get ended(): 'fin' | 'rst' | null {
    return this.#ended;
  }

  /** Octets that came and were not yet taken. */
  get waiting(): number {
    return this.#pieces.reduce((sum, piece) => sum + piece.octets.length, 0);
  }

  /** Takes what came. */
  take(): Piece[] {
    return this.#pieces.splice(0);
  }

  /** Sends octets, as soon as the connection is there. */
  write(octets: Buffer): void {
    this.#socket.write(octets);
  }

  /** Resolves when something happened or the time (of core/clock) has come; rejects when the signal is aborted. */
  change(until: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const abort = (): void => reject(signal.reason);
    const timer = setTimeout(resolve, Math.max(0, until - now()));
    this.#wake = resolve;
    signal.addEventListener('abort', abort);
    return promise.finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    });
  }

  /** Closes with a FIN behind all that was written. */
  close(): void {
    this.#socket.destroySoon();
  }

  /** Lets go at once. */
  destroy(): void {
    this.#socket.destroy();
  }

  #end(how: 'fin' | 'rst'): void {
    this.#ended ??= how;
    this.#wake();
  }
}
