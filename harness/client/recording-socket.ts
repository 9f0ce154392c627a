import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { now } from '../core/clock.ts';
import type { Address } from '../core/gateway.ts';
import { LastingSocket } from './lasting-socket.ts';

/** Octets as one read of the socket gave them, and when. */
export interface Piece {
  readonly at: number;
  readonly octets: Buffer;
}

/** A socket that keeps all that comes in until it is taken, with its time, and tells a FIN from an RST. */
export class RecordingSocket {
  readonly #socket = new LastingSocket();
  /** What octets go through: the socket itself, or TLS over it. */
  readonly #line: LastingSocket | TLSSocket;
  #pieces: Piece[] = [];
  #ended: { readonly how: 'fin' | 'rst'; readonly at: number } | null = null;
  /** Called when something happened; replaced by whoever waits. */
  #wake: () => void = () => {};

  /** With `serverName` it speaks TLS, and trusts whoever answers: what a gateway shows its clients is not on trial. */
  constructor(address: Address, serverName: string | null = null) {
    this.#line = serverName === null ? this.#socket : secured(this.#socket, serverName);
    this.#line.on('data', (octets) => {
      this.#pieces.push({ at: now(), octets });
      this.#wake();
    });
    // A write that met the RST first took the error with it, and left the reader a plain end of the stream.
    this.#line.on('end', () => this.#end(this.#socket.failure === 'ECONNRESET' ? 'rst' : 'fin'));
    for (const one of new Set([this.#line, this.#socket])) one.on('error', () => this.#end('rst'));
    this.#socket.on('close', () => this.#end('rst'));
    this.#socket.connect({ host: address.host, port: address.port });
  }

  /** How the peer ended it; null while it has not. A connection that never came about ended in `rst`. */
  get ended(): 'fin' | 'rst' | null {
    return this.#ended?.how ?? null;
  }

  /** The same, with the time. */
  get end(): { readonly how: 'fin' | 'rst'; readonly at: number } | null {
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

  /** Sends octets, as soon as the connection is there. Resolves when the kernel has taken them, with false if it did not. */
  write(octets: Buffer): Promise<boolean> {
    return new Promise((resolve) => {
      this.#line.write(octets, (error) => {
        resolve(!error && this.#socket.failure === null && !this.#socket.destroyed);
      });
    });
  }

  /** Wakes whoever waits for a change. */
  nudge(): void {
    this.#wake();
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

  /** Sends a FIN, and reads on. Resolves as `write` does. */
  async halfClose(): Promise<boolean> {
    return await new Promise((resolve) => {
      this.#line.end(() => resolve(this.#socket.failure === null));
    });
  }

  /** Leaves what comes in the kernel's buffer, so that its window closes. */
  hold(): void {
    if (this.#line === this.#socket) this.#socket.hold();
    else this.#line.pause();
  }

  /** Reads on. */
  flow(): void {
    if (this.#line === this.#socket) this.#socket.flow();
    else this.#line.resume();
  }

  /** Closes with a FIN behind all that was written. */
  close(): void {
    this.#line.destroySoon();
  }

  /** Sends a FIN behind all that was written, and resolves when it is under way or the time has come. */
  async finish(until: number, signal: AbortSignal): Promise<void> {
    let finished = false;
    this.#line.end(() => {
      finished = true;
      this.#wake();
    });
    while (!finished && this.ended !== 'rst' && now() < until) await this.change(until, signal);
  }

  /** Ends it by an RST (SO_LINGER 0). */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  /** Lets go at once. */
  destroy(): void {
    this.#line.destroy();
    this.#socket.destroy();
  }

  #end(how: 'fin' | 'rst'): void {
    this.#ended ??= { how, at: now() };
    this.#wake();
  }
}

/** RFC 7301: a gateway that speaks HTTP/2 as well is asked for HTTP/1.1. */
function secured(socket: LastingSocket, servername: string): TLSSocket {
  const named = isIP(servername) ? {} : { servername };
  return connect({ socket, ...named, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] });
}
