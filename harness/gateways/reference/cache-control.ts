import { type Field, valuesOf } from './fields.ts';

/** A directive: a token, and after `=` a token or a quoted string (RFC 9111 section 5.2). */
const DIRECTIVE = /([^\s,="]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?/g;

/**
 * The directives of Cache-Control by name in lower case, each with its argument, empty where it has none. One that is
 * said twice with different arguments gets both, which makes no valid argument (RFC 9111 section 4.2.1).
 */
export function cacheDirectives(fields: readonly Field[]): ReadonlyMap<string, string> {
  const directives = new Map<string, string>();
  for (const [, name = '', quoted, token] of valuesOf(fields, 'cache-control').join(',').matchAll(DIRECTIVE)) {
    const key = name.toLowerCase();
    const argument = quoted ?? token ?? '';
    const before = directives.get(key) ?? argument;
    directives.set(key, before === argument ? argument : `${before}, ${argument}`);
  }
  return directives;
}

/** Seconds (RFC 9111 section 1.2.2: at most 2^31); null for what is no number of them. */
export function deltaSeconds(text: string | undefined): number | null {
  return text !== undefined && /^[0-9]+$/.test(text) ? Math.min(Number(text), 2 ** 31) : null;
}
