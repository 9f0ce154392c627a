import type { ReadLine } from '../../core/dialect.ts';
import { instant } from './instant.ts';
import { numberIn } from './number-in.ts';
import { requestWords } from './request-words.ts';

/** An access line in the form that the NCSA server began, with what stands before its time and behind its octets. */
export interface CommonLog extends ReadLine {
  readonly before: string;
  /** A word between the time and the request. */
  readonly between: string | null;
  readonly rest: string;
}

// No part can begin in more than one place, which keeps it linear.
const FORM =
  /^([^["{]{0,300})\[(\d{2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2}[^\]]{0,12})\] (?:([\w.:[\]-]{1,200}) )?"((?:[^"\\]|\\.)*)" (\d{3}|-|0) (\d{1,15}|-)(.*)$/;

const SLASH = 0x2f;

/** Reads `HOST IDENT USER [TIME] "REQUEST" STATUS OCTETS …`; null for a line of another form. */
export function commonLog(line: string): CommonLog | null {
  // Cheaper than the pattern, for lines of something else: the first bracket is that of the time, `[23/`.
  const open = line.indexOf('[');
  if (open < 0 || line.charCodeAt(open + 3) !== SLASH) return null;
  const parts = FORM.exec(line);
  if (!parts) return null;
  const [, before = '', time, between, request, status, bytes, rest = ''] = parts;
  return {
    kind: 'access',
    before,
    between: between ?? null,
    rest,
    at: instant(time),
    ...requestWords(request),
    status: numberIn(status),
    bytes: numberIn(bytes),
  };
}
