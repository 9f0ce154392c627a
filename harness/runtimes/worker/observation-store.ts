import type { Observation } from '../../core/evidence.ts';

/** Requests that are kept whole of those in which the same happened: faults are known by what single requests met. */
const KEPT = 2;

/** An observation, and its ordinal among all. */
interface Entry {
  readonly order: number;
  readonly event: Observation;
}

/** One request, and all that was observed on its connection up to the next one. */
interface Request {
  readonly first: Observation;
  /** What happened, as a text. */
  kind: string;
  entries: Entry[];
  /** Whether all of it is kept, or hardly anything; null until that is known. */
  fate: 'whole' | 'thin' | null;
}

/**
 * What was observed of a deployment. A load has too many requests for all of it: of those that `thin` names the request itself
 * is kept, without its fields, and what tells whether scripts were kept to. A few requests are kept whole of each kind: those
 * of one `epoch` of their upstream in which the same was observed, in the same order. Each observation is looked at once, so
 * that a long load is no dearer by the second than a short one.
 */
export class ObservationStore {
  readonly #epoch: (event: Observation) => number;
  /** What is kept for good, in no order. */
  readonly #kept: Entry[] = [];
  /** The request under way on each connection. */
  readonly #underWay = new Map<string, Request>();
  /** Requests of which nothing is known yet, by correlation id: a gateway may try one again. */
  readonly #open = new Map<string, Request[]>();
  /** How many were kept whole of each kind. */
  readonly #whole = new Map<string, number>();
  /** Those named last: their last observations may still be on their way. */
  #named: ReadonlySet<string> = new Set();
  #pushed = 0;

  constructor(epoch: (event: Observation) => number = () => 0) {
    this.#epoch = epoch;
  }

  /** Adds what was observed next. */
  push(event: Observation): void {
    const entry = { order: this.#pushed++, event };
    const request = 'connection' in event ? this.#requestOf(event) : undefined;
    if (!request) this.#kept.push(entry);
    else if (request.fate) this.#keep(entry, request.fate);
    else {
      request.kind += ` ${kindOf(event)}`;
      request.entries.push(entry);
    }
  }

  /** Thins the requests with these correlation ids, with the next call or when all are asked for. */
  thin(ids: ReadonlySet<string>): void {
    for (const id of this.#named) {
      for (const request of this.#open.get(id) ?? []) this.#decide(request);
      this.#open.delete(id);
    }
    this.#named = ids;
  }

  /** All that is kept, in the order in which it was observed. */
  all(): Observation[] {
    this.thin(new Set());
    const open = [...this.#open.values()].flat().flatMap(({ entries }) => entries);
    return [...this.#kept, ...open].sort((a, b) => a.order - b.order).map(({ event }) => event);
  }

  #requestOf(event: Observation & { connection: number }): Request | undefined {
    const key = `${event.upstream}#${event.connection}`;
    if (event.kind !== 'request') return this.#underWay.get(key);
    const request: Request = {
      first: event,
      kind: event.upstream,
      entries: [],
      fate: event.id === null ? 'whole' : null,
    };
    this.#underWay.set(key, request);
    if (event.id !== null) this.#open.set(event.id, [...(this.#open.get(event.id) ?? []), request]);
    return request;
  }

  #decide(request: Request): void {
    const kind = `${this.#epoch(request.first)} ${request.kind}`;
    const whole = this.#whole.get(kind) ?? 0;
    request.fate = whole < KEPT ? 'whole' : 'thin';
    if (request.fate === 'whole') this.#whole.set(kind, whole + 1);
    for (const entry of request.entries) this.#keep(entry, request.fate);
    request.entries = [];
  }

  #keep({ order, event }: Entry, fate: 'whole' | 'thin'): void {
    if (fate === 'whole' || isKept(event)) this.#kept.push({ order, event });
    else if (event.kind === 'request') this.#kept.push({ order, event: { ...event, fields: [] } });
  }
}

/** What an observation tells, without what differs from request to request. */
function kindOf(event: Observation): string {
  if (event.kind === 'step') return `${event.step}:${event.note ?? ''}`;
  if (event.kind === 'waiting') return `waiting:${event.what}`;
  if (event.kind === 'closed') return `closed:${event.by}`;
  return event.kind === 'request-script' ? `script:${event.choice ?? ''}:${event.scripted}` : event.kind;
}

function isKept(event: Observation): boolean {
  if (event.kind === 'request-script') return !event.scripted;
  return event.kind === 'connection' || event.kind === 'closed' || (event.kind === 'step' && event.last);
}
