import type { Socket } from 'node:net';
import { ResponseParser } from '../../client/response-parser.ts';
import { now } from '../../core/clock.ts';
import type { GuestEvent } from '../../core/told.ts';
import { RequestScanner } from '../../upstream/request-scanner.ts';

/** A request that waits for the end of its answer. */
interface Asked {
  readonly nth: number;
  readonly at: number;
  readonly parser: ResponseParser;
}

/** Without the number of the connection, which the door knows. */
type Seen = GuestEvent extends infer Event ? (Event extends GuestEvent ? Omit<Event, 'connection'> : never) : never;

/**
 * Watches a person's connection to the gateway, and tells of requests, answers and its end. It only looks: what is no
 * HTTP/1 (TLS, frames, a tunnel) is passed over, and counted.
 */
export function watchGuest(guest: Socket, gateway: Socket, tell: (seen: Seen) => void): void {
  const watch = new GuestWatch(tell);
  guest.on('data', (chunk: Buffer) => watch.sent(chunk));
  gateway.on('data', (chunk: Buffer) => watch.received(chunk));
  guest.once('end', () => watch.ends('client-fin'));
  gateway.once('end', () => watch.ends('gateway-fin'));
  guest.once('error', () => watch.ends('client-rst'));
  gateway.once('error', () => watch.ends('gateway-rst'));
  gateway.once('close', () => watch.over());
  tell({ kind: 'opened' });
}

class GuestWatch {
  readonly #tell: (seen: Seen) => void;
  readonly #scanner: RequestScanner;
  readonly #waiting: Asked[] = [];
  #requests = 0;
  #sent = 0;
  #received = 0;
  /** From a 101 on the connection speaks another protocol. */
  #tunnel = false;
  #by: Extract<Seen, { kind: 'ended' }>['by'] | null = null;
  #told = false;

  constructor(tell: (seen: Seen) => void) {
    this.#tell = tell;
    this.#scanner = new RequestScanner({
      head: ({ method, target, version }) => {
        this.#requests += 1;
        this.#waiting.push({ nth: this.#requests, at: now(), parser: new ResponseParser(method) });
        tell({ kind: 'asked', nth: this.#requests, method, target, version });
      },
      end: () => {},
    });
  }

  sent(chunk: Buffer): void {
    this.#sent += chunk.length;
    if (!this.#tunnel) this.#scanner.push(chunk);
  }

  received(chunk: Buffer): void {
    this.#received += chunk.length;
    let rest = chunk;
    while (rest.length > 0 && !this.#tunnel) {
      const [asked] = this.#waiting;
      if (!asked) return;
      asked.parser.push(rest);
      if (asked.parser.state !== 'complete') return;
      const { leftover } = this.#answered(asked, 'kept');
      rest = rest.subarray(rest.length - leftover);
    }
  }

  /** The first side to end the connection is who ended it; the other one follows. */
  ends(by: Extract<Seen, { kind: 'ended' }>['by']): void {
    this.#by ??= by;
    const [asked] = this.#waiting;
    if (by.startsWith('gateway') && asked && !this.#tunnel) this.#answered(asked, by === 'gateway-fin' ? 'fin' : 'rst');
  }

  over(): void {
    if (this.#told) return;
    this.#told = true;
    const unanswered = this.#tunnel ? 0 : this.#waiting.length;
    const by = this.#by ?? 'gateway-rst';
    this.#tell({ kind: 'ended', by, sent: this.#sent, received: this.#received, unanswered });
  }

  #answered({ nth, at, parser }: Asked, end: 'kept' | 'fin' | 'rst') {
    const { final, leftover } = parser.finish(end);
    if (!final) return { leftover };
    this.#waiting.shift();
    this.#tunnel = final.status === 101;
    const { status, reason, body, complete } = final;
    this.#tell({ kind: 'answered', nth, status, reason, bodyBytes: body.length, complete, ms: now() - at });
    return { leftover };
  }
}
