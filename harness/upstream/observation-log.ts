import { now } from '../core/clock.ts';
import type { Observation, Seen } from '../core/evidence.ts';

/** How one upstream says what it sees. */
export type Observe = (seen: Seen) => void;

/** All that was observed since the program began, as ndjson lines, and whoever listens to what comes. */
export class ObservationLog {
  readonly #history: string[] = [];
  readonly #listeners = new Set<(line: string) => void>();

  /** Notes what an upstream sees now; an empty name stands for none of them. */
  record(upstream: string, seen: Seen): void {
    const observation: Observation = { upstream, at: now(), ...seen };
    const line = `${JSON.stringify(observation)}\n`;
    this.#history.push(line);
    for (const listener of this.#listeners) listener(line);
  }

  /** Puts a marker into the live stream, behind everything that was recorded before. */
  mark(token: string): void {
    for (const listener of this.#listeners) listener(`${JSON.stringify({ flush: token })}\n`);
  }

  /** Tells a listener the history at once, then every line as it comes. Returns the way to stop. */
  follow(listener: (line: string) => void): () => void {
    if (this.#history.length > 0) listener(this.#history.join(''));
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
