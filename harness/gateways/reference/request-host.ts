import { RequestRefused } from './failures.ts';
import { type Field, valuesOf } from './fields.ts';

/** `uri-host [ ":" port ]` (RFC 9110 section 7.2). */
const HOST = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9\-._~!$&'()*+,;=%]*)(?::[0-9]*)?$/;

/**
 * The host that a request is for: the target's authority, else the Host field; null for an HTTP/1.0 request without.
 * Throws RequestRefused (400) where Host is missing, repeated or not valid (RFC 9112 section 3.2).
 */
export function requestHost(minor: number, fields: readonly Field[], authority: string | null): string | null {
  const hosts = valuesOf(fields, 'host');
  if (hosts.length > 1) throw new RequestRefused(400, 'There is more than one Host field.');
  const [host = null] = hosts;
  if (host === null && minor >= 1) throw new RequestRefused(400, 'There is no Host field.');
  const wanted = authority ?? host;
  if (![host, wanted].every((value) => value === null || HOST.test(value))) {
    throw new RequestRefused(400, 'The host is not valid.');
  }
  return wanted;
}
