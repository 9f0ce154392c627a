import type { Observe } from './observation-log.ts';

/** Octets of one connection that are told of; what large scripts send beyond says nothing new. */
const KEPT = 64 * 1024;

/** Tells what a connection's script sends, up to a bound. */
export class SentOctets {
  readonly #connection: number;
  readonly #observe: Observe;
  #left = KEPT;

  constructor(connection: number, observe: Observe) {
    this.#connection = connection;
    this.#observe = observe;
  }

  /** Tells of octets that are about to be sent. */
  note(octets: Buffer): void {
    if (octets.length === 0 || this.#left < 0) return;
    const kept = octets.toString('latin1', 0, Math.min(octets.length, this.#left));
    const cut = kept.length < octets.length;
    this.#left = cut ? -1 : this.#left - kept.length;
    this.#observe({ kind: 'sent', connection: this.#connection, octets: kept, cut });
  }
}
