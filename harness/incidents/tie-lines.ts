import type { LogEntry } from '../core/log-entry.ts';
import { isTrouble } from './shape.ts';

/** Lines of one request: at most one access line, and the error lines that are tied to it. */
export interface TiedLines {
  access: LogEntry | null;
  readonly errors: LogEntry[];
}

/** Lines that may still find their like: beyond these the oldest ones are let go, so that a log of any length can be read. */
const MOST_OPEN = 512;

/** How far clocks and whole seconds may be apart, in milliseconds. */
const LEEWAY = 2000;

/** How long a request may have taken whose line does not say it, in milliseconds. */
const LONGEST = 120_000;

/**
 * Ties the lines of requests together: by id, or by method and target and time, and where an error line says neither, by time
 * to a request that failed. The files of a gateway may come mixed or one after the other.
 */
export class LineTier {
  /** In order of the first line. */
  #open: TiedLines[] = [];
  readonly #over: (request: TiedLines) => void;

  /** `over` is called with each request once nothing more is tied to it. */
  constructor(over: (request: TiedLines) => void) {
    this.#over = over;
  }

  /** `sound` tells that an access line by itself tells of no trouble: it is kept only where an error line waits for it. */
  add(entry: LogEntry, sound: boolean): void {
    const request = this.#open.find((one) => belongs(entry, one));
    if (request) {
      if (entry.kind === 'access') request.access = entry;
      else request.errors.push(entry);
    } else if (!sound) this.#begin(entry);
  }

  end(): void {
    for (const request of this.#open) this.#over(request);
    this.#open = [];
  }

  #begin(entry: LogEntry): void {
    const isAccess = entry.kind === 'access';
    this.#open.push({ access: isAccess ? entry : null, errors: isAccess ? [] : [entry] });
    const oldest = this.#open.length > MOST_OPEN ? this.#open.shift() : undefined;
    if (oldest) this.#over(oldest);
  }
}

function belongs(entry: LogEntry, { access, errors }: TiedLines): boolean {
  if (entry.kind === 'access') return access === null && errors.some((error) => areOne(error, entry));
  return access ? areOne(entry, access) : errors.some((error) => areErrorsOfOne(entry, error));
}

/** Whether an error line is about the request of an access line. */
function areOne(error: LogEntry, access: LogEntry): boolean {
  if (error.id !== null && error.id === access.id) return true;
  if (!agree(error, access) || !happenedWithin(error, access)) return false;
  return error.target !== null || isTrouble(access.status);
}

function areErrorsOfOne(one: LogEntry, other: LogEntry): boolean {
  if (one.id === null || one.id !== other.id) return false;
  return agree(one, other) && Math.abs((one.at ?? 0) - (other.at ?? 0)) <= LONGEST;
}

/** Whether nothing that both say is different. */
function agree(one: LogEntry, other: LogEntry): boolean {
  const differ = <Value>(a: Value | null, b: Value | null) => a !== null && b !== null && a !== b;
  return !differ(one.gateway, other.gateway) && !differ(one.method, other.method) && !differ(one.target, other.target);
}

function happenedWithin(error: LogEntry, access: LogEntry): boolean {
  if (error.at === null || access.at === null) return true;
  return error.at <= access.at + LEEWAY && error.at >= access.at - (access.ms ?? LONGEST) - LEEWAY;
}
