import type { Observation } from '../../core/evidence.ts';

/** Requests that are kept whole of those in which the same happened: faults are known by what single requests met. */
const KEPT = 2;

/**
 * The observations without those of requests with these correlation ids, but for the request itself, without its fields, and
 * for what tells whether scripts were kept to. A few requests are kept whole of each kind: those of one `epoch` of their
 * upstream in which the same was observed, in the same order.
 */
export function thin(
  observations: readonly Observation[],
  ids: ReadonlySet<string>,
  epoch: (event: Observation) => number = () => 0,
): Observation[] {
  const requests = requestsOf(observations, ids, epoch);
  const kept = new Set(
    [...Map.groupBy(new Set(requests.values()), ({ kind }) => kind).values()].flatMap((alike) => alike.slice(0, KEPT)),
  );
  return observations.flatMap((event): Observation[] => {
    const request = requests.get(event);
    if (!request || kept.has(request)) return [event];
    if (event.kind === 'request') return [{ ...event, fields: [] }];
    return isKept(event) ? [event] : [];
  });
}

/** One request, and all that was observed on its connection up to the next one. */
interface Request {
  /** What happened, as a text. */
  kind: string;
}

/** To which of these requests an observation belongs. */
function requestsOf(
  observations: readonly Observation[],
  ids: ReadonlySet<string>,
  epoch: (event: Observation) => number,
): Map<Observation, Request> {
  const found = new Map<Observation, Request>();
  /** The request under way on a connection. */
  const underWay = new Map<string, Request>();
  for (const event of observations) {
    if (!('connection' in event)) continue;
    const key = `${event.upstream}#${event.connection}`;
    if (event.kind === 'request') {
      underWay.delete(key);
      if (ids.has(event.id ?? '')) underWay.set(key, { kind: `${event.upstream} ${epoch(event)}` });
    }
    const request = underWay.get(key);
    if (!request) continue;
    request.kind += ` ${kindOf(event)}`;
    found.set(event, request);
  }
  return found;
}

/** What an observation tells, without what differs from request to request. */
function kindOf(event: Observation): string {
  if (event.kind === 'step') return `${event.step}:${event.note ?? ''}`;
  if (event.kind === 'waiting') return `waiting:${event.what}`;
  if (event.kind === 'closed') return `closed:${event.by}`;
  return event.kind === 'request-script' ? `script:${event.choice ?? ''}:${event.scripted}` : event.kind;
}

/** The lines of a log that name none of these correlation ids. */
export function withoutLinesOf(lines: readonly string[], ids: ReadonlySet<string>): readonly string[] {
  if (ids.size === 0) return lines;
  return lines.filter((line) => !(line.match(/\b[a-z]+-\d+\b/g) ?? []).some((word) => ids.has(word)));
}

function isKept(event: Observation): boolean {
  if (event.kind === 'request-script') return !event.scripted;
  return event.kind === 'connection' || event.kind === 'closed' || (event.kind === 'step' && event.last);
}
