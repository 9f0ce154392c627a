import type { Dialect, ReadLine } from '../core/dialect.ts';
import { peel } from './peel.ts';
import { wentWrong } from './went-wrong.ts';

/** A line of a known form. */
export interface Recognised {
  readonly dialect: Dialect;
  readonly read: ReadLine;
  /** The line without what collectors put in front of it. */
  readonly text: string;
}

/** So many fronts may stand one before the other: syslog in a container runtime's file in a collector's JSON. */
const MOST_FRONTS = 3;

/**
 * Tells which dialect each line of a log is of; a log may mix them. A form that several gateways write is given to the one
 * whose own lines the log has most of, and where it has none, to the one that is presumed.
 */
export class Recogniser {
  /** The one that read the last line is asked first. */
  #order: readonly Dialect[];
  /** How many fronts the last line that was read had. */
  #fronts = 0;
  /** Lines by gateway that only its own dialects read. */
  readonly #own = new Map<string, number>();
  /** Lines that several gateways write, in a log that has no line of any of them alone. */
  unsure = 0;

  /** With `gateway` given, a form of several is that one's. */
  constructor(dialects: readonly Dialect[], gateway: string | null = null) {
    this.#order = dialects;
    if (gateway !== null) this.#own.set(gateway, Number.POSITIVE_INFINITY);
  }

  /** Null for a line of no known form. */
  recognise(line: string): Recognised | null {
    const found = this.#first(line);
    if (!found) return null;
    this.#front(found.dialect);
    return wentWrong(found.read) ? this.#owner(found) : found;
  }

  /** As many fronts are taken off as on the line before, then none, then one more at a time. */
  #first(line: string): Recognised | null {
    const likely = this.#fronts > 0 ? this.#within(line, this.#fronts) : null;
    if (likely) return likely;
    let text: string | null = line;
    for (let fronts = 0; fronts <= MOST_FRONTS && text !== null; fronts += 1) {
      const found = this.#plain(text);
      if (found) {
        this.#fronts = fronts;
        return found;
      }
      text = peel(text);
    }
    return null;
  }

  #within(line: string, fronts: number): Recognised | null {
    let text: string | null = line;
    for (let index = 0; index < fronts && text !== null; index += 1) text = peel(text);
    return text === null ? null : this.#plain(text);
  }

  #plain(text: string): Recognised | null {
    for (const dialect of this.#order) {
      const read = dialect.read(text);
      if (read) return { dialect, read, text };
    }
    return null;
  }

  #front(dialect: Dialect): void {
    if (this.#order[0] === dialect) return;
    this.#order = [dialect, ...this.#order.filter((one) => one !== dialect)];
  }

  /** Whose line it is, where several read it. */
  #owner(found: Recognised): Recognised {
    const { text } = found;
    const readers = this.#order.flatMap((dialect) => {
      const read = dialect === found.dialect ? found.read : dialect.read(text);
      return read ? [{ dialect, read, text }] : [];
    });
    const votes = ({ dialect }: Recognised) => this.#own.get(dialect.gateway) ?? 0;
    if (new Set(readers.map(({ dialect }) => dialect.gateway)).size === 1) {
      this.#own.set(found.dialect.gateway, votes(found) + 1);
      return found;
    }
    const [best] = [...readers].sort((a, b) => votes(b) - votes(a) || presumed(b) - presumed(a));
    if (best && votes(best) === 0) this.unsure += 1;
    return best ?? found;
  }
}

function presumed({ dialect }: Recognised): number {
  return Number(dialect.presumed ?? false);
}
