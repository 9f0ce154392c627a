import type { Observe } from './observation-log.ts';
import type { RequestHead } from './request-head.ts';
import { RequestScanner } from './request-scanner.ts';

/** A request as far as it has come. */
export interface Received {
  readonly head: RequestHead;
  /** Ordinal on its connection, from 1. */
  readonly nth: number;
  /** Its HTTP/2 stream; null where it came as HTTP/1. */
  readonly stream: number | null;
  /** True once its body has come whole. */
  whole: boolean;
  /** Octets of its body so far, where it is a stream. */
  bytes: number;
  /** True once the peer reset its stream. */
  givenUp: boolean;
}

/** The requests of one connection: what came, and how far the script has taken it. */
export class Inbox {
  readonly #connection: number;
  readonly #observe: Observe;
  readonly #scanner: RequestScanner;
  readonly #requests: Received[] = [];
  #taken = 0;
  /** HTTP/1 requests that the script is done with: nobody asks for them again, and a connection may last for weeks. */
  #forgotten = 0;

  constructor(connection: number, observe: Observe) {
    this.#connection = connection;
    this.#observe = observe;
    this.#scanner = new RequestScanner({
      head: (head) => this.add(head),
      end: (bytes, hash) => this.end(this.#requests.at(-1), bytes, hash),
    });
  }

  /** The request that the script has come to; null before the first. */
  get current(): Received | null {
    return this.#requests[this.#taken - 1] ?? null;
  }

  /** Octets of the newest request's body so far. */
  get bodyBytes(): number {
    return this.#requests.at(-1)?.bytes || this.#scanner.bodyBytes;
  }

  /** True when nothing has come that the script has not taken. */
  get isEmpty(): boolean {
    return this.#scanner.atRest && this.#requests.length === this.#taken;
  }

  push(chunk: Buffer): void {
    this.#scanner.push(chunk);
  }

  /** Goes on to the next request that its client has not given up, if its head has come; false if not. */
  takeNext(): boolean {
    while (this.#requests[this.#taken]?.givenUp) this.#taken += 1;
    if (this.#requests.length === this.#taken) return false;
    this.#taken += 1;
    this.#forget();
    return true;
  }

  /** How many requests came on this stream and those before it. */
  upTo(stream: number): number {
    return this.#requests.filter((request) => (request.stream ?? 0) <= stream).length;
  }

  /** A request's head has come, on a stream of its own or not. */
  add(head: RequestHead, stream: number | null = null): Received {
    const nth = this.#forgotten + this.#requests.length + 1;
    const request = { head, nth, stream, whole: false, bytes: 0, givenUp: false };
    this.#requests.push(request);
    const { method, target, version, id, fields } = head;
    this.#observe({ kind: 'request', connection: this.#connection, nth, method, target, version, id, fields });
    return request;
  }

  /** A request's body has come whole. */
  end(request: Received | undefined, bodyBytes: number, bodyHash: string): void {
    if (!request) return;
    request.whole = true;
    const { nth } = request;
    this.#observe({ kind: 'request-end', connection: this.#connection, nth, bodyBytes, bodyHash });
  }

  /** Streams are asked for by their number; of an HTTP/1 connection the current request and those behind it are all there is. */
  #forget(): void {
    while (this.#taken > 1 && this.#requests[0]?.stream === null) {
      this.#requests.shift();
      this.#taken -= 1;
      this.#forgotten += 1;
    }
  }
}
