import type { Observe } from './observation-log.ts';
import type { RequestHead } from './request-head.ts';
import { RequestScanner } from './request-scanner.ts';

/** A request as far as it has come. */
export interface Received {
  readonly head: RequestHead;
  /** True once its body has come whole. */
  whole: boolean;
}

/** The requests of one connection: what came, and how far the script has taken it. */
export class Inbox {
  readonly #connection: number;
  readonly #observe: Observe;
  readonly #scanner: RequestScanner;
  readonly #requests: Received[] = [];
  #taken = 0;

  constructor(connection: number, observe: Observe) {
    this.#connection = connection;
    this.#observe = observe;
    this.#scanner = new RequestScanner({
      head: (head) => this.#onHead(head),
      end: (bytes, hash) => this.#onEnd(bytes, hash),
    });
  }

  /** The request that the script has come to; null before the first. */
  get current(): Received | null {
    return this.#requests[this.#taken - 1] ?? null;
  }

  /** Octets of the newest request's body so far. */
  get bodyBytes(): number {
    return this.#scanner.bodyBytes;
  }

  /** True when nothing has come that the script has not taken. */
  get isEmpty(): boolean {
    return this.#scanner.atRest && this.#requests.length === this.#taken;
  }

  push(chunk: Buffer): void {
    this.#scanner.push(chunk);
  }

  /** Goes on to the next request, if its head has come; false if not. */
  takeNext(): boolean {
    if (this.#requests.length === this.#taken) return false;
    this.#taken += 1;
    return true;
  }

  #onHead(head: RequestHead): void {
    this.#requests.push({ head, whole: false });
    const { method, target, version, id, fields } = head;
    const nth = this.#requests.length;
    this.#observe({ kind: 'request', connection: this.#connection, nth, method, target, version, id, fields });
  }

  #onEnd(bodyBytes: number, bodyHash: string): void {
    const request = this.#requests.at(-1);
    if (request) request.whole = true;
    const nth = this.#requests.length;
    this.#observe({ kind: 'request-end', connection: this.#connection, nth, bodyBytes, bodyHash });
  }
}
