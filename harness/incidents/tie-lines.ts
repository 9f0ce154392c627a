import type { LogEntry } from '../core/log-entry.ts';
import { isTrouble } from './shape.ts';

/** Lines of one request: at most one access line, and the error lines that are tied to it. */
export interface TiedLines {
  access: LogEntry | null;
  readonly errors: LogEntry[];
}

/** Requests that may still find a line of theirs: beyond these the oldest are let go, so that a log of any length can be read. */
const MOST_OPEN = 4096;

/** So many of those with the same key are looked at: the oldest ones are the likeliest. */
const MOST_LOOKED_AT = 16;

/** How far clocks and whole seconds may be apart, in milliseconds. */
const LEEWAY = 2000;

/** How long a request may have taken whose line does not say it, in milliseconds. */
const LONGEST = 120_000;

/**
 * Ties the lines of requests together: by id, or by method and target and time, and where an error line says neither, by time
 * to a request that failed. The files of a gateway may come mixed or one after the other.
 */
export class LineTier {
  /** In the order of the first line, with the keys that they are found by. */
  readonly #open = new Map<TiedLines, string[]>();
  readonly #byKey = new Map<string, Set<TiedLines>>();
  readonly #over: (request: TiedLines) => void;

  /** `over` is called with each request once nothing more is tied to it. */
  constructor(over: (request: TiedLines) => void) {
    this.#over = over;
  }

  /** `sound` tells that an access line by itself tells of no trouble: it is kept only where an error line waits for it. */
  add(entry: LogEntry, sound: boolean): void {
    const request = this.#waiting(entry);
    if (request) this.#tie(entry, request);
    else if (!sound) this.#begin(entry);
  }

  end(): void {
    for (const request of this.#open.keys()) this.#over(request);
    this.#open.clear();
    this.#byKey.clear();
  }

  #waiting(entry: LogEntry): TiedLines | undefined {
    for (const key of wantedKeys(entry)) {
      let looked = 0;
      for (const request of this.#byKey.get(key) ?? []) {
        if (belongs(entry, request)) return request;
        looked += 1;
        if (looked === MOST_LOOKED_AT) break;
      }
    }
    return undefined;
  }

  #tie(entry: LogEntry, request: TiedLines): void {
    if (entry.kind === 'access') request.access = entry;
    else request.errors.push(entry);
    this.#index(entry, request);
  }

  #begin(entry: LogEntry): void {
    const isAccess = entry.kind === 'access';
    const request = { access: isAccess ? entry : null, errors: isAccess ? [] : [entry] };
    this.#open.set(request, []);
    this.#index(entry, request);
    const oldest = this.#open.size > MOST_OPEN ? this.#open.keys().next().value : undefined;
    if (oldest) this.#letGo(oldest);
  }

  #index(entry: LogEntry, request: TiedLines): void {
    for (const key of ownKeys(entry)) {
      const same = this.#byKey.get(key) ?? new Set();
      this.#byKey.set(key, same.add(request));
      this.#open.get(request)?.push(key);
    }
  }

  #letGo(request: TiedLines): void {
    for (const key of this.#open.get(request) ?? []) {
      const same = this.#byKey.get(key);
      same?.delete(request);
      if (same?.size === 0) this.#byKey.delete(key);
    }
    this.#open.delete(request);
    this.#over(request);
  }
}

/** What a line is found by: an access line by those that look for one, an error line likewise. */
function ownKeys({ kind, id, target, status }: LogEntry): string[] {
  const bare = kind === 'error' ? target === null : isTrouble(status);
  return [id !== null && `id ${id}`, target !== null && `${kind} ${target}`, bare && `${kind} bare`].filter(
    (key) => key !== false,
  );
}

function wantedKeys({ kind, id, target, status }: LogEntry): string[] {
  const other = kind === 'error' ? 'access' : 'error';
  const bare = kind === 'error' ? target === null : isTrouble(status);
  return [id !== null && `id ${id}`, target !== null && `${other} ${target}`, bare && `${other} bare`].filter(
    (key) => key !== false,
  );
}

function belongs(entry: LogEntry, { access, errors }: TiedLines): boolean {
  if (entry.kind === 'access') return access === null && errors.some((error) => areOne(error, entry));
  if (!access) return errors.some((error) => areErrorsOfOne(entry, error));
  return areOne(entry, access) && errors.every(({ id }) => id === null || entry.id === null || id === entry.id);
}

/** Whether an error line is about the request of an access line. */
function areOne(error: LogEntry, access: LogEntry): boolean {
  if (error.id !== null && error.id === access.id) return true;
  if (!agree(error, access) || !happenedWithin(error, access)) return false;
  return error.target !== null || isTrouble(access.status);
}

function areErrorsOfOne(one: LogEntry, other: LogEntry): boolean {
  if (one.id === null || one.id !== other.id) return false;
  // A second attempt goes to another upstream; what failed there again is the next request of the connection.
  if (one.target !== null && one.upstream !== null && one.upstream === other.upstream) return false;
  // A connection or a thread has one request after the other, and tells of one at once.
  return agree(one, other) && Math.abs((one.at ?? 0) - (other.at ?? 0)) <= LEEWAY;
}

/** Whether nothing that both say is different. */
function agree(one: LogEntry, other: LogEntry): boolean {
  const differ = <Value>(a: Value | null, b: Value | null) => a !== null && b !== null && a !== b;
  return !differ(one.method, other.method) && !differ(one.target, other.target);
}

function happenedWithin(error: LogEntry, access: LogEntry): boolean {
  if (error.at === null || access.at === null) return true;
  return error.at <= access.at + LEEWAY && error.at >= access.at - (access.ms ?? LONGEST) - LEEWAY;
}
