import type { LogEntry } from '../core/log-entry.ts';
import type { SignatureLine } from '../core/signature.ts';
import { isTrouble, shapeKey } from './shape.ts';
import { Shaper } from './shaper.ts';
import { LineTier, type TiedLines } from './tie-lines.ts';

/** So many requests of a kind are kept with their lines, to be shown. */
const SHOWN = 5;

/** A request that took longer than this waited for something, in milliseconds: no gateway's own work takes as long. */
export const LATE = 500;

/** Requests that left the very same lines, but for what differs from one request to the next. */
export interface TraceKind {
  /** The access line first. */
  readonly lines: readonly SignatureLine[];
  readonly late: boolean | null;
  /** Requests, or lines where none can be told. */
  count: number;
  /** Of the first of them. */
  readonly entries: LogEntry[];
}

/** Tells the requests of one gateway's log that met trouble from the others, and counts them by what they left. */
export class Traces {
  readonly kinds = new Map<string, TraceKind>();
  /** The kinds of lines that the log has at all. */
  readonly has = new Set<LogEntry['kind']>();
  readonly #usual: ReadonlySet<string>;
  readonly #shaper = new Shaper();
  readonly #tier = new LineTier((request) => this.#count(request));

  /** `usual`: keys of the shapes that say nothing. */
  constructor(usual: ReadonlySet<string>) {
    this.#usual = usual;
  }

  add(entry: LogEntry): void {
    if (saysNothing(entry)) return;
    this.has.add(entry.kind);
    const usual = this.#isUsual(entry);
    if (usual && entry.kind === 'error') return;
    this.#tier.add(entry, usual);
  }

  end(): void {
    this.#tier.end();
  }

  #isUsual(entry: LogEntry): boolean {
    if (isTrouble(entry.status)) return false;
    if (entry.kind === 'access' && entry.code === null && entry.message === null) return true;
    return this.#usual.has(this.#shaper.shape(entry).key);
  }

  #count({ access, errors }: TiedLines): void {
    const entries = access ? [access, ...errors] : errors;
    const shapes = new Map(entries.map((entry) => this.#shaper.shape(entry)).map(({ key, shape }) => [key, shape]));
    const late = isLate(access);
    const key = keyOf([...shapes.keys()], late);
    const kind = this.kinds.get(key);
    if (!kind) this.kinds.set(key, { lines: [...shapes.values()], late, count: 1, entries });
    else {
      kind.count += 1;
      if (kind.count <= SHOWN) kind.entries.push(...entries);
    }
  }
}

/** A trace as a key: the order of error lines is none of the request's. */
export function traceKey(lines: readonly SignatureLine[], late: boolean | null): string {
  return keyOf(lines.map(shapeKey), late);
}

function keyOf(shapes: readonly string[], late: boolean | null): string {
  return `${[...shapes].sort().join()} ${late}`;
}

/** A line that was recognised, and that is about no exchange and no trouble. */
function saysNothing({ kind, status, code, message, method }: LogEntry): boolean {
  return kind === 'access' && status === null && code === null && message === null && method === null;
}

function isLate(access: LogEntry | null): boolean | null {
  return access?.ms == null ? null : access.ms >= LATE;
}
