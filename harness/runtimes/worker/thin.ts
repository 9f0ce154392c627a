import type { Observation } from '../../core/evidence.ts';

/**
 * The observations without those of requests with these correlation ids, but for the request itself, without its fields, and
 * for what tells whether scripts were kept to.
 */
export function thin(observations: readonly Observation[], ids: ReadonlySet<string>): Observation[] {
  /** The connections whose request under way is one of those. */
  const within = new Set<string>();
  return observations.flatMap((event): Observation[] => {
    if (!('connection' in event)) return [event];
    const key = `${event.upstream}#${event.connection}`;
    if (event.kind === 'request') {
      const theirs = ids.has(event.id ?? '');
      if (theirs) within.add(key);
      else within.delete(key);
      return [theirs ? { ...event, fields: [] } : event];
    }
    return within.has(key) && !isKept(event) ? [] : [event];
  });
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
