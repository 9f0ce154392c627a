import type { Field } from '../core/http.ts';
import { CORRELATION_HEADER, fieldValues } from '../core/http.ts';

/** A request's head as it stood on the wire. */
export interface RequestHead {
  readonly method: string;
  readonly target: string;
  /** `1.1`. */
  readonly version: string;
  readonly fields: readonly Field[];
  /** Correlation id; null where the request carries none. */
  readonly id: string | null;
}

const REQUEST_LINE = /^(\S+)[ \t]+(\S.*?)[ \t]+HTTP\/(\d\.\d)[ \t]*$/;

/** Reads a head (without its empty line), whatever can be read of it; null where its first line is no request line. */
export function parseRequestHead(text: string): RequestHead | null {
  const [first = '', ...lines] = text.split(/\r?\n/);
  const match = REQUEST_LINE.exec(first);
  const [, method, target, version] = match ?? [];
  if (!method || !target || !version) return null;
  const fields = parseFields(lines);
  return { method, target, version, fields, id: fieldValues(fields, CORRELATION_HEADER)[0] ?? null };
}

/** Whether a list-valued field names a token (RFC 9110 section 5.6.1), without regard to case. */
export function names(head: RequestHead, field: string, token: string): boolean {
  const members = fieldValues(head.fields, field).flatMap((value) => value.split(','));
  return members.some((member) => member.trim().toLowerCase() === token);
}

function parseFields(lines: readonly string[]): Field[] {
  const unfolded: string[] = [];
  for (const line of lines) {
    // obs-fold: RFC 9112 section 5.2.
    if (/^[ \t]/.test(line) && unfolded.length > 0) unfolded.push(`${unfolded.pop()} ${line.trim()}`);
    else if (line !== '') unfolded.push(line);
  }
  return unfolded.map((line) => {
    const colon = line.indexOf(':');
    return colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
}
