import { type Field, fieldValues } from '../core/http.ts';
import type { Answer } from './answer.ts';
import { decodeBody } from './decode-body.ts';

const STATUS_LINE = /^(HTTP\/\d(?:\.\d)?) (\d{3})(?: ([^\r\n]*))?$/;

/** A status line at the beginning of a line, somewhere in the octets behind a redirect. */
const NEXT_HEAD = /\r?\nHTTP\/\d(?:\.\d)? \d{3}[ \r\n]/;

interface Head {
  readonly version: string;
  readonly status: number;
  readonly reason: string;
  readonly fields: readonly Field[];
  /** Where the body begins. */
  readonly end: number;
}

/**
 * Reads a response as `curl -i` and `curl -D -` save it: status line, header fields, blank line, body. Where there are
 * several (100 Continue, a proxy's CONNECT, redirects), the last is the one that counts. Null for what is no response.
 */
export function readSaved(octets: Buffer): Answer | null {
  let head = readHead(octets, octets.subarray(0, 3).equals(Buffer.from('\ufeff')) ? 3 : 0);
  if (!head) return null;
  for (let next = behind(octets, head); next; next = behind(octets, head)) head = next;
  const rest = octets.subarray(head.end);
  const { version, status, reason, fields } = head;
  return { version, status, reason, fields, body: decodeBody(rest, fields), cut: isCut(rest, fields) };
}

/** The next response, where this one only leads to it. */
function behind(octets: Buffer, { status, fields, end }: Head): Head | null {
  const direct = readHead(octets, end);
  if (direct) return direct;
  if (status < 300 || status > 399) return null;
  const length = Number(fieldValues(fields, 'Content-Length')[0]);
  const measured = Number.isSafeInteger(length) && length > 0 ? readHead(octets, end + length) : null;
  if (measured) return measured;
  const found = NEXT_HEAD.exec(octets.toString('latin1', end));
  return found ? readHead(octets, end + found.index + (found[0].startsWith('\r') ? 2 : 1)) : null;
}

function readHead(octets: Buffer, from: number): Head | null {
  if (octets.toString('latin1', from, from + 5) !== 'HTTP/') return null;
  const lines: string[] = [];
  let at = from;
  for (let line = '-'; line !== '' && at < octets.length; ) {
    const end = octets.indexOf('\n', at);
    const stop = end < 0 ? octets.length : end;
    line = octets.toString('latin1', at, stop).replace(/\r$/, '');
    if (line !== '') lines.push(line);
    at = stop + 1;
  }
  const [, version = '', status = '', reason = ''] = STATUS_LINE.exec(lines[0] ?? '') ?? [];
  if (version === '') return null;
  return {
    version,
    status: Number(status),
    reason,
    fields: lines.slice(1).flatMap(fieldOf),
    end: Math.min(at, octets.length),
  };
}

function fieldOf(line: string): Field[] {
  const colon = line.indexOf(':');
  return colon > 0 ? [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()]] : [];
}

/** A body without codings that is shorter than announced; where there is none, it was not asked for or not saved. */
function isCut(body: Buffer, fields: readonly Field[]): boolean | null {
  const length = Number(fieldValues(fields, 'Content-Length')[0] ?? Number.NaN);
  if (!Number.isSafeInteger(length) || body.length === 0 || fieldValues(fields, 'Content-Encoding').length > 0)
    return null;
  return body.length < length;
}
