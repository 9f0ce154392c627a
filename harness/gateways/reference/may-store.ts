import { cacheDirectives } from './cache-control.ts';
import { valuesOf } from './fields.ts';
import type { RequestHead } from './request-parser.ts';
import type { ResponseFraming } from './response-framing.ts';
import type { ResponseHead } from './response-parser.ts';

/** Directives by which a response is not for a shared cache, or not to be used unasked (RFC 9111 section 5.2.2). */
const FORBIDDING = ['no-store', 'private', 'no-cache'];

/**
 * Whether a response may be stored as far as its kind goes; how long it is fresh is asked elsewhere. Less than RFC 9111
 * section 3 permits: 200 to GET alone, nothing that belongs to one user, nothing with Vary, and no body whose end only
 * the end of the connection shows.
 */
export function mayStore(request: RequestHead, head: ResponseHead, { framing, sound }: ResponseFraming): boolean {
  if (request.method !== 'GET' || request.framing.kind !== 'none' || head.status !== 200) return false;
  if (!sound || (framing.kind !== 'length' && framing.kind !== 'chunked')) return false;
  if (cacheDirectives(request.fields).has('no-store') || valuesOf(request.fields, 'authorization').length > 0)
    return false;
  const directives = cacheDirectives(head.fields);
  if (FORBIDDING.some((name) => directives.has(name))) return false;
  return ['set-cookie', 'vary'].every((name) => valuesOf(head.fields, name).length === 0);
}
