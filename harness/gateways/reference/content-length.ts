import { type Field, trimOws, valuesOf } from './fields.ts';

/**
 * The length that the Content-Length fields state; null where there is none; `invalid` where it is not a number that can
 * be counted to, or where several differ. Repeated equal values are one (RFC 9110 section 8.6 permits it).
 */
export function contentLength(fields: readonly Field[]): number | null | 'invalid' {
  const values = valuesOf(fields, 'content-length').flatMap((value) => value.split(',').map(trimOws));
  const [first] = values;
  if (first === undefined) return null;
  const length = /^[0-9]+$/.test(first) ? Number(first) : Number.NaN;
  return Number.isSafeInteger(length) && values.every((value) => value === first) ? length : 'invalid';
}
