import type { Complain } from './line.ts';

/** The status line of a response (RFC 9112 section 4). */
export interface StatusLine {
  readonly version: string;
  readonly status: number;
  readonly reason: string;
}

const SHAPE = /^(HTTP\/[^ \t]*)([ \t]+)([^ \t]*)([ \t]*)([\s\S]*)$/i;

/**
 * Reads a status line as far as it can be read: a status of the wrong length is a defect and is kept, one that is no
 * number leaves nothing to go on with, and null is returned.
 */
export function parseStatusLine(text: string, complain: Complain): StatusLine | null {
  const [, version = '', first = '', code = '', second = '', reason = ''] = SHAPE.exec(text) ?? [];
  if (!/^\d+$/.test(code)) {
    complain('bad-status-line', 0);
    return null;
  }
  if (!/^HTTP\/1\.[01]$/.test(version)) complain('bad-version', 0);
  const at = version.length + first.length;
  if (first !== ' ') complain('bad-status-line-space', version.length);
  if (second === '') complain('no-space-after-status', at + code.length);
  else if (second !== ' ') complain('bad-status-line-space', at + code.length);
  const status = Number(code);
  if (code.length !== 3) complain('bad-status', at);
  else if (status < 100 || status > 599) complain('status-out-of-range', at);
  return { version, status, reason };
}
