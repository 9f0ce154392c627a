import { fieldMembers } from '../core/field-members.ts';
import type { Field } from '../core/http.ts';
import type { RequestVersion } from '../core/scenario.ts';
import type { Head } from './head-reader.ts';
import type { ResponseParser } from './response-parser.ts';

/** What a request said of its connection. */
export interface AskedOfConnection {
  readonly version: RequestVersion;
  readonly fields: readonly Field[];
}

/**
 * Whether the connection goes on behind a response that is over (RFC 9112 section 9.3). To a client that speaks HTTP/1.0
 * it does only where both sides said keep-alive, whatever version the response has.
 */
export function persists({ version, fields }: AskedOfConnection, parser: ResponseParser): boolean {
  const asked = fieldMembers(fields, 'Connection');
  if (!parser.persistent || asked.includes('close')) return false;
  const answered = fieldMembers(parser.finalHead?.fields ?? [], 'Connection');
  return version === '1.1' || (asked.includes('keep-alive') && answered.includes('keep-alive'));
}

/** Whether a response makes the connection a tunnel of a protocol that the request offered (RFC 9110 section 7.8). */
export function isTunnel({ fields }: AskedOfConnection, head: Pick<Head, 'status' | 'fields'> | null): boolean {
  if (head?.status !== 101) return false;
  const offered = fieldMembers(fields, 'Upgrade');
  const taken = fieldMembers(head.fields, 'Upgrade');
  return taken.length > 0 && taken.every((protocol) => offered.includes(protocol));
}
