import { now } from '../core/clock.ts';
import type { ReadPace } from '../core/pace.ts';
import type { RecordingSocket } from './recording-socket.ts';

/**
 * A client that reads slowly: it leaves what comes in the kernel, whose window then closes, and takes some now and then. The
 * kernel's buffer and one read of the socket are always taken: a slow reader shows with answers that are larger.
 */
export class SlowReader {
  readonly #socket: RecordingSocket;
  readonly #pace: ReadPace | null;
  /** When the slowness began; null while it has not, and Infinity when it is over. */
  #since: number | null = null;
  #heldUntil = Number.POSITIVE_INFINITY;
  #taken = 0;

  constructor(socket: RecordingSocket, pace: ReadPace | null) {
    this.#socket = socket;
    this.#pace = pace;
  }

  /** When to look again, on core/clock. */
  get until(): number {
    return this.#heldUntil;
  }

  /** Stops or goes on, as things are now: so many octets of the body have been read. */
  look(bodyBytes: number): void {
    if (!this.#pace || this.#since === Number.POSITIVE_INFINITY) return;
    if (this.#since === null) {
      if (bodyBytes < this.#pace.after) return;
      this.#since = now();
      this.#taken = bodyBytes;
    }
    if (now() >= this.#since + this.#pace.for) this.#end();
    else this.#hold(this.#pace, this.#since, bodyBytes - this.#taken);
  }

  /** Reads on until there is as much as the rate allows; then waits until it allows this and an octet more. */
  #hold({ rate, for: lasts }: ReadPace, since: number, read: number): void {
    const due = rate === 0 ? Number.POSITIVE_INFINITY : since + (read * 1000) / rate;
    this.#heldUntil = Math.min(due, since + lasts);
    if (this.#heldUntil > now()) this.#socket.hold();
    else {
      this.#heldUntil = since + lasts;
      this.#socket.flow();
    }
  }

  #end(): void {
    this.#since = Number.POSITIVE_INFINITY;
    this.#heldUntil = Number.POSITIVE_INFINITY;
    this.#socket.flow();
  }
}
