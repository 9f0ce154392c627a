import { type Field, valuesOf } from './fields.ts';
import type { RequestHead } from './request-parser.ts';

/** The methods in which the field counts; in any other it is passed on as it is (RFC 9110 section 7.6.2). */
const METHODS = new Set(['OPTIONS', 'TRACE']);

/** How many hops a request may still take; null where it does not say, or what it says is no number. */
export function maxForwards({ method, fields }: RequestHead): number | null {
  if (!METHODS.has(method)) return null;
  const values = valuesOf(fields, 'max-forwards');
  return values.length === 1 && /^[0-9]{1,9}$/.test(values[0] ?? '') ? Number(values[0]) : null;
}

/** The request's fields with one hop taken off. */
export function withHopTaken(request: RequestHead, fields: readonly Field[]): Field[] {
  const left = maxForwards(request);
  if (left === null) return [...fields];
  return fields.map(([name, value]) => [name, name.toLowerCase() === 'max-forwards' ? String(left - 1) : value]);
}
