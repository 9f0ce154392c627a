import type { Socket } from 'node:net';
import { ByteSource, type Source } from './byte-source.ts';
import { ClientGone, RequestRefused } from './failures.ts';
import { TIMEOUTS } from './timeouts.ts';
import { write } from './write.ts';

/** One connection of a client. */
export class ClientConnection implements Source {
  /** How long `read` waits for an octet, in milliseconds. */
  patience: number = TIMEOUTS.clientBody;
  readonly #socket: Socket;
  readonly #source: ByteSource;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#source = new ByteSource(socket);
  }

  /** True when the client has closed or broken its side. */
  get ended(): boolean {
    return this.#source.ended;
  }

  /** The next octets; null after a FIN. Rejects with ClientGone, with RequestRefused (408), or as `fail` was told. */
  async read(): Promise<Buffer | null> {
    const timer = setTimeout(() => this.fail(tooSlow()), this.patience);
    try {
      return await this.#source.read();
    } catch (error) {
      throw error instanceof RequestRefused ? error : new ClientGone();
    } finally {
      clearTimeout(timer);
    }
  }

  unread(bytes: Buffer): void {
    this.#source.unread(bytes);
  }

  /** Waits until a request begins: true. False when the client closes, or stays idle for too long. */
  async requestBegins(): Promise<boolean> {
    this.patience = TIMEOUTS.clientIdle;
    const first = await this.read().catch(() => null);
    this.patience = TIMEOUTS.clientBody;
    if (first === null) return false;
    this.unread(first);
    return true;
  }

  /** Sends octets, waiting until the kernel took them. Rejects with ClientGone. */
  async send(bytes: Buffer): Promise<void> {
    const timer = setTimeout(() => this.#socket.destroy(), TIMEOUTS.clientWrite);
    const sent = await write(this.#socket, bytes);
    clearTimeout(timer);
    if (!sent) throw new ClientGone();
  }

  /** Calls `watcher` when the client sends something or ends; null for no more. */
  watch(watcher: (() => void) | null): void {
    this.#source.watch(watcher);
  }

  /** Gives up reading: pending and later reads reject with `error`. What is sent still goes out. */
  fail(error: Error): void {
    this.#source.fail(error);
  }

  /** Sends a FIN after all that was sent; the client may still send. */
  halfClose(): void {
    this.#socket.end();
  }

  /** Sends an RST. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  /** Closes both sides. */
  destroy(): void {
    this.#socket.destroy();
  }
}

/** The refusal of a client that takes too long over its request. */
export function tooSlow(): RequestRefused {
  return new RequestRefused(408, 'The request did not come in time.');
}
