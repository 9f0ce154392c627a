/** One field line, name and value as they stood on the wire, value without the surrounding white space. */
export type Field = readonly [name: string, value: string];

/** The values of a field, matched without regard to case (RFC 9110 section 5.1). */
export function fieldValues(fields: readonly Field[], name: string): string[] {
  const wanted = name.toLowerCase();
  return fields.filter(([candidate]) => candidate.toLowerCase() === wanted).map(([, value]) => value);
}

/** The header that carries the correlation id from our client to our upstream and back. */
export const CORRELATION_HEADER = 'X-Gatecrash-Id';

/** The header by which a healthy upstream says who answered. */
export const UPSTREAM_HEADER = 'X-Gatecrash-Upstream';

/** Methods that are idempotent by definition (RFC 9110 section 9.2.2); any other is treated as not. */
export const IDEMPOTENT_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);
