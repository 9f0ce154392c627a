import { z } from 'zod';

const HELP = 'must be a status such as 502, a class such as 5xx, none, or a list of these';
const number = z.int(HELP).min(100, HELP).max(999, HELP);
const word = z.string(HELP).regex(/^([1-9]\d\d|[1-5]xx|none)$/, HELP);
const one = z.union([number, word], HELP);

/** Statuses as they are written in YAML: a number, a class (RFC 9110 section 15), none, or a list of these. */
export const statusesSchema = z.union([one, z.array(one).min(1, HELP)], HELP);

/** Whether a status is the wanted one, or of the wanted class; null is `none`. */
export function hasStatus(status: number | null, wanted: string): boolean {
  if (status === null) return wanted === 'none';
  const text = String(status);
  return wanted.endsWith('xx') ? text.length === 3 && text[0] === wanted[0] : text === wanted;
}

/** A status in the words of `statusesSchema`. */
export function statusText(status: number | null): string {
  return status === null ? 'none' : String(status);
}
