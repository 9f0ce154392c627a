import { CORRELATION_HEADER } from '../../core/http.ts';
import { type Field, valuesOf } from './fields.ts';

/** The id by which the harness knows a request, for the log; null for a request of anybody else. */
export function correlationId(fields: readonly Field[]): string | null {
  return valuesOf(fields, CORRELATION_HEADER.toLowerCase())[0]?.slice(0, 64) ?? null;
}
