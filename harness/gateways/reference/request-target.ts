import { RequestRefused } from './failures.ts';

/** A request target as it goes to the upstream, and the authority where it stood in the target. */
export interface Target {
  /** In origin form, or `*` (RFC 9112 section 3.2). */
  readonly target: string;
  /** Null for the origin and asterisk forms. */
  readonly authority: string | null;
}

const ORIGIN_FORM = /^\/[\x21\x22\x24-\x7e]*$/;
const ABSOLUTE_FORM = /^https?:\/\/([^/?#@]+)([/?][\x21\x22\x24-\x7e]*)?$/i;

/** Takes a request target apart; throws RequestRefused (400) for what no gateway can serve. */
export function parseTarget(method: string, target: string): Target {
  if (ORIGIN_FORM.test(target)) return { target, authority: null };
  if (target === '*' && method === 'OPTIONS') return { target, authority: null };
  const absolute = ABSOLUTE_FORM.exec(target);
  const authority = absolute?.[1];
  if (authority === undefined) throw new RequestRefused(400, 'The request target is not valid.');
  return { target: originForm(method, absolute?.[2] ?? ''), authority };
}

/** RFC 9112 sections 3.2.1 and 3.2.4: an empty path is `/`, and `*` in OPTIONS. */
function originForm(method: string, pathAndQuery: string): string {
  if (pathAndQuery === '' && method === 'OPTIONS') return '*';
  return pathAndQuery.startsWith('/') ? pathAndQuery : `/${pathAndQuery}`;
}
