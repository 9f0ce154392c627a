import { EventEmitter, once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Address } from '../../../harness/core/gateway.ts';

/** One end of a connection in a test's hands: octets are latin1 text, and nothing happens by itself. */
export class RawPeer {
  readonly #socket: Socket;
  readonly #news = new EventEmitter();
  #over: 'fin' | 'rst' | null = null;
  /** All that came so far. */
  received = '';

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (piece) => {
      this.received += piece.toString('latin1');
      this.#news.emit('news');
    });
    socket.on('end', () => this.#end('fin'));
    socket.on('error', () => this.#end('rst'));
  }

  /** Resolves with all that came as soon as it holds, or is, what is wanted; rejects when the other side ends before. */
  async until(wanted: string | RegExp | ((received: string) => boolean)): Promise<string> {
    const found = () => {
      if (typeof wanted === 'string') return this.received.includes(wanted);
      return typeof wanted === 'function' ? wanted(this.received) : wanted.test(this.received);
    };
    while (!found()) {
      if (this.#over) throw new Error(`ended by ${this.#over} after ${JSON.stringify(this.received.slice(-200))}`);
      await once(this.#news, 'news');
    }
    return this.received;
  }

  /** Resolves when the other side ends the connection, with how it did. */
  async ended(): Promise<'fin' | 'rst'> {
    while (!this.#over) await once(this.#news, 'news');
    return this.#over;
  }

  /** Resolves when the kernel has taken it, or when it never will. */
  send(text: string): Promise<void> {
    return new Promise((resolve) => this.#socket.write(Buffer.from(text, 'latin1'), () => resolve()));
  }

  /** Sends a FIN; octets are still received. */
  fin(): void {
    this.#socket.end();
  }

  /** Sends an RST. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  /** Closes at once: by an RST where octets lie unread, as close(2) does. */
  destroy(): void {
    this.#socket.destroy();
  }

  /** Reads no more: the window of the other side closes. */
  pause(): void {
    this.#socket.pause();
  }

  /** Reads on. */
  resume(): void {
    this.#socket.resume();
  }

  #end(how: 'fin' | 'rst'): void {
    this.#over ??= how;
    this.#news.emit('news');
  }
}

/** Connects to an address. */
export async function connectPeer({ host, port }: Address): Promise<RawPeer> {
  const socket = connect({ host, port, allowHalfOpen: true });
  await once(socket, 'connect');
  return new RawPeer(socket);
}
