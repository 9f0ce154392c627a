import { cacheDirectives, deltaSeconds } from './cache-control.ts';
import { membersOf, valuesOf } from './fields.ts';
import type { RequestHead } from './request-parser.ts';

/** Requests for a part, or on a condition, are the upstream's to answer: this cache holds whole responses only. */
const NARROWING = ['range', 'if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since', 'if-range'];

/** A stored response, as far as time goes, in seconds. */
export interface Ageing {
  readonly age: number;
  readonly lifetime: number;
}

/** Whether a request lets itself be answered from a store at all. */
export function mayAnswerFromStore({ method, fields, framing }: RequestHead): boolean {
  if (method !== 'GET' || framing.kind !== 'none') return false;
  if (NARROWING.some((name) => valuesOf(fields, name).length > 0)) return false;
  const directives = cacheDirectives(fields);
  if (directives.has('no-cache') || directives.has('no-store')) return false;
  // RFC 9111 section 5.4: counts where there is no Cache-Control.
  return directives.size > 0 || !membersOf(fields, 'pragma').includes('no-cache');
}

/** Whether a stored response is young and fresh enough for the request (RFC 9111 sections 4.2 and 5.2.1). */
export function isFreshFor({ fields }: RequestHead, { age, lifetime }: Ageing): boolean {
  const directives = cacheDirectives(fields);
  const oldest = directives.has('max-age') ? (deltaSeconds(directives.get('max-age')) ?? 0) : Number.POSITIVE_INFINITY;
  const margin = deltaSeconds(directives.get('min-fresh')) ?? 0;
  return age < lifetime && age <= oldest && lifetime - age >= margin;
}

/** Whether the client would rather have nothing than wait for the upstream. */
export function wantsStoredOnly({ fields }: RequestHead): boolean {
  return cacheDirectives(fields).has('only-if-cached');
}
