import type { Exchange } from '../../core/evidence.ts';
import { CORRELATION_HEADER, fieldValues } from '../../core/http.ts';

/** Whether the client got the answer to an earlier request: a stored one, as a cache may serve where its upstream fails. */
export function isFromStore({ final, id }: Pick<Exchange, 'final' | 'id'>): boolean {
  return fieldValues(final?.fields ?? [], CORRELATION_HEADER).some((other) => other !== id);
}
