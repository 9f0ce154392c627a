import { now } from '../core/clock.ts';
import type { Observation, Seen } from '../core/evidence.ts';

/** How one upstream says what it sees. */
export type Observe = (seen: Seen) => void;

/** Hears lines; one is `pressing` where the peer is about to learn of it, and may have this process killed at once. */
type Listener = (line: string, pressing?: boolean) => void;

/** What was observed since the program began, as ndjson lines, and whoever listens to what comes. */
export class ObservationLog {
  readonly #keep: number;
  readonly #history: string[] = [];
  readonly #listeners = new Set<Listener>();
  #dropped = 0;

  /** Remembers at least the last `keep` lines for those who follow later; all of them where nothing is said. */
  constructor(keep = Number.POSITIVE_INFINITY) {
    this.#keep = keep;
  }

  /** How many lines are there for whoever follows from now on, and how many were forgotten. */
  get counts(): { readonly kept: number; readonly dropped: number } {
    return { kept: this.#history.length, dropped: this.#dropped };
  }

  /** Notes what an upstream sees now; an empty name stands for none of them. */
  record(upstream: string, seen: Seen): void {
    const observation: Observation = { upstream, at: now(), ...seen };
    const line = `${JSON.stringify(observation)}\n`;
    this.#history.push(line);
    // Many at a time, since to take the first out of a long list moves all the others.
    if (this.#history.length >= 2 * this.#keep) this.#dropped += this.#history.splice(0, this.#keep).length;
    for (const listener of this.#listeners) listener(line, seen.kind === 'sent');
  }

  /** Puts a marker into the live stream, behind everything that was recorded before. */
  mark(token: string): void {
    for (const listener of this.#listeners) listener(`${JSON.stringify({ flush: token })}\n`);
  }

  /**
   * Tells a listener the history at once, then every line as it comes. Where lines were forgotten, the first one says how
   * many: `{"dropped":N}`. Returns the way to stop.
   */
  follow(listener: Listener): () => void {
    if (this.#dropped > 0) listener(`${JSON.stringify({ dropped: this.#dropped })}\n`);
    if (this.#history.length > 0) listener(this.#history.join(''));
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
