import type { ReadLine } from '../core/dialect.ts';
import type { LogEntry } from '../core/log-entry.ts';

/** So many error lines may still find their access line. */
const MOST = 512;

/** What the last error lines were about, so that the access line of the same request is known when it comes. */
export class RecentTrouble {
  /** Targets and ids, the oldest first. */
  readonly #about = new Set<string>();

  add({ target, id }: LogEntry): void {
    for (const one of [target, id]) {
      if (one === null) continue;
      this.#about.delete(one);
      this.#about.add(one);
    }
    for (const oldest of this.#about) {
      if (this.#about.size <= MOST) break;
      this.#about.delete(oldest);
    }
  }

  /** Whether a line that tells of no trouble may be of the same request as an error line. */
  mayBeOf({ target, id }: ReadLine): boolean {
    if (this.#about.size === 0) return false;
    return (target != null && this.#about.has(target)) || (id != null && this.#about.has(id));
  }
}
