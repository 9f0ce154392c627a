import { cacheDirectives, deltaSeconds } from './cache-control.ts';
import { type Field, valuesOf } from './fields.ts';

/** For how long a response is fresh by its own word, in seconds; 0 where it does not say so in a valid way. */
export function freshnessLifetime(fields: readonly Field[]): number {
  const directives = cacheDirectives(fields);
  // This is a shared cache (RFC 9111 section 4.2.1).
  for (const name of ['s-maxage', 'max-age']) {
    if (directives.has(name)) return deltaSeconds(directives.get(name)) ?? 0;
  }
  const expires = dateOf(fields, 'expires');
  return expires === null ? 0 : Math.max(0, (expires - (dateOf(fields, 'date') ?? Date.now())) / 1000);
}

/** How old a response is as it arrives, in seconds; it took `delay` of them to come (RFC 9111 section 4.2.3). */
export function initialAge(fields: readonly Field[], delay: number): number {
  const apparent = Math.max(0, (Date.now() - (dateOf(fields, 'date') ?? Date.now())) / 1000);
  return Math.max(apparent, (deltaSeconds(valuesOf(fields, 'age')[0]) ?? 0) + delay);
}

/** Milliseconds; null where the field is missing, repeated or no date. */
function dateOf(fields: readonly Field[], name: string): number | null {
  const values = valuesOf(fields, name);
  const parsed = values.length === 1 ? Date.parse(values[0] ?? '') : Number.NaN;
  return Number.isNaN(parsed) ? null : parsed;
}
