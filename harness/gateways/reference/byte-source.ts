import type { Socket } from 'node:net';
import { LIMITS } from './limits.ts';

/** Something that octets can be read from, and given back to. */
export interface Source {
  /** The next octets; null after a FIN. Rejects when the connection broke. */
  read(): Promise<Buffer | null>;
  /** Puts octets back in front of those still to be read. */
  unread(bytes: Buffer): void;
}

/**
 * The reading side of a socket, pulled by its reader. It reads a bounded amount ahead, so that the end of a peer is seen
 * while nobody reads, and pauses the socket beyond that: this is the back-pressure.
 */
export class ByteSource implements Source {
  readonly #socket: Socket;
  readonly #held: Buffer[] = [];
  #size = 0;
  #end: 'fin' | Error | null = null;
  #reader: PromiseWithResolvers<Buffer | null> | null = null;
  #watcher: (() => void) | null = null;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (piece) => this.#arrived(piece));
    socket.on('end', () => this.#ended('fin'));
    socket.on('error', (error) => this.#ended(error));
    socket.on('close', () => this.#ended(new Error('the connection is closed')));
  }

  /** True when the peer has closed, reset, or been given up. */
  get ended(): boolean {
    return this.#end !== null;
  }

  /** True when the peer is there and has said nothing that was not read. */
  get quiet(): boolean {
    return this.#end === null && this.#size === 0;
  }

  read(): Promise<Buffer | null> {
    const piece = this.#held.shift();
    if (piece) {
      this.#size -= piece.length;
      if (this.#size < LIMITS.readAhead && this.#socket.isPaused()) this.#socket.resume();
      return Promise.resolve(piece);
    }
    if (this.#end === 'fin') return Promise.resolve(null);
    if (this.#end) return Promise.reject(this.#end);
    this.#reader = Promise.withResolvers();
    return this.#reader.promise;
  }

  unread(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#held.unshift(bytes);
    this.#size += bytes.length;
  }

  /** Calls `watcher` whenever the peer sends something or ends; null for no more. */
  watch(watcher: (() => void) | null): void {
    this.#watcher = watcher;
  }

  /** Makes this and every later read reject with `error`, and drops what is held. */
  fail(error: Error): void {
    this.#held.length = 0;
    this.#size = 0;
    this.#end = error;
    this.#reader?.reject(error);
    this.#reader = null;
  }

  #arrived(piece: Buffer): void {
    if (this.#end instanceof Error) return;
    if (this.#reader) {
      this.#reader.resolve(piece);
      this.#reader = null;
    } else {
      this.#held.push(piece);
      this.#size += piece.length;
      if (this.#size >= LIMITS.readAhead) this.#socket.pause();
    }
    this.#watcher?.();
  }

  #ended(end: 'fin' | Error): void {
    if (this.#end !== null) return;
    this.#end = end;
    if (end === 'fin') this.#reader?.resolve(null);
    else this.#reader?.reject(end);
    this.#reader = null;
    this.#watcher?.();
  }
}
