import type { Exchange, ParsedResponse } from '../core/evidence.ts';
import type { ExchangeFacts } from '../core/facts.ts';
import { CORRELATION_HEADER, fieldValues, UPSTREAM_HEADER } from '../core/http.ts';
import type { UpstreamAnswer } from '../core/upstream-answer.ts';

/**
 * Who made the final response. What carries a correlation id or an upstream's name is the upstream's, from a store too. What
 * carries neither is the upstream's when it has the status of the upstream's answer and, for a 5xx, a body that could be
 * its: a gateway replaces those by errors of its own.
 */
export function madeBy({ final }: Exchange, answer: UpstreamAnswer | null): ExchangeFacts['madeBy'] {
  if (!final) return null;
  if ([CORRELATION_HEADER, UPSTREAM_HEADER].some((name) => fieldValues(final.fields, name).length > 0))
    return 'upstream';
  if (!answer) return 'gateway';
  if (!answer.final || isNoStatus(answer.final)) return final.status < 500 ? 'upstream' : 'gateway';
  if (answer.final.status !== final.status) return 'gateway';
  return final.status < 500 || alike(final, answer.final) ? 'upstream' : 'gateway';
}

/** What stands in its place may be mended to any status, or refused. */
function isNoStatus({ status }: ParsedResponse): boolean {
  return status < 100;
}

/** One body begins with the other, and the fields that the upstream chose itself are there if there are any. */
function alike(given: ParsedResponse, sent: ParsedResponse): boolean {
  const length = Math.min(given.body.length, sent.body.length);
  const sameBody = given.body.subarray(0, length).equals(sent.body.subarray(0, length));
  const own = sent.fields.filter(([name]) => /^X-/i.test(name));
  const kept = own.filter(([name, value]) => fieldValues(given.fields, name).includes(value));
  return sameBody && (length > 0 || (given.body.length === 0 && kept.length === own.length));
}
