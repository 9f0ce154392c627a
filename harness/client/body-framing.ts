import type { DefectCode } from '../core/defect-code.ts';
import type { ParsedResponse } from '../core/evidence.ts';
import { type Field, fieldValues } from '../core/http.ts';
import type { StatusLine } from './status-line.ts';

/** How the end of a body is found. `lost`: the head contradicts itself, and whatever follows cannot be told apart. */
export interface Framing {
  readonly kind: ParsedResponse['framing'];
  /** Octets of the body, for `content-length`; not a number that arithmetic could overflow. */
  readonly length: number;
  readonly lost: boolean;
}

/** The framing of a response to a method, by the list of RFC 9112 section 6.3; `complain` hears of each defect. */
export function bodyFraming(
  method: string,
  head: StatusLine,
  fields: readonly Field[],
  complain: (code: DefectCode) => void,
): Framing {
  const codings = listOf(fields, 'Transfer-Encoding');
  const lengths = listOf(fields, 'Content-Length');
  if (hasNoBody(method, head.status)) {
    if (isInterim(head.status) || head.status === 204) {
      if (codings) complain('forbidden-transfer-encoding');
      if (lengths) complain('forbidden-content-length');
    }
    return { kind: 'none', length: 0, lost: false };
  }
  if (codings) return chunkedOrClose(head, codings, lengths !== null, complain);
  if (lengths) return byContentLength(lengths, complain);
  return { kind: 'close-delimited', length: 0, lost: false };
}

/** Whether a response is an interim one (RFC 9110 section 15.2); 101 ends the exchange and is not. */
export function isInterim(status: number): boolean {
  return status >= 100 && status < 200 && status !== 101;
}

function hasNoBody(method: string, status: number): boolean {
  const tunnel = method === 'CONNECT' && status >= 200 && status < 300;
  return method === 'HEAD' || tunnel || (status >= 100 && status < 200) || status === 204 || status === 304;
}

/** The members of a list field over all its lines; null where the field is absent. */
function listOf(fields: readonly Field[], name: string): string[] | null {
  const values = fieldValues(fields, name);
  return values.length === 0 ? null : values.flatMap((value) => value.split(',')).map((member) => member.trim());
}

function chunkedOrClose(
  head: StatusLine,
  codings: readonly string[],
  hasLength: boolean,
  complain: (code: DefectCode) => void,
): Framing {
  if (hasLength) complain('content-length-and-transfer-encoding');
  if (head.version.endsWith('/1.0')) complain('transfer-encoding-in-http-1.0');
  const applied = codings.filter((coding) => coding !== '');
  const chunked = applied.at(-1)?.toLowerCase() === 'chunked';
  if (applied.length !== 1 || !chunked) complain('bad-transfer-encoding');
  return { kind: chunked ? 'chunked' : 'close-delimited', length: 0, lost: false };
}

function byContentLength(lengths: readonly string[], complain: (code: DefectCode) => void): Framing {
  const lost: Framing = { kind: 'content-length', length: 0, lost: true };
  if (!lengths.every((length) => /^\d+$/.test(length))) {
    complain('bad-content-length');
    return lost;
  }
  const different = new Set(lengths.map((length) => length.replace(/^0+(?=\d)/, '')));
  if (different.size > 1) {
    complain('conflicting-content-length');
    return lost;
  }
  if (lengths.length > 1) complain('repeated-content-length');
  return { kind: 'content-length', length: Number(lengths[0]), lost: false };
}
