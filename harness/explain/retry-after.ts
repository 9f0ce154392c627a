/** Longer is not believed: nobody waits for a year. */
const LONGEST = 366 * 86_400;

/**
 * How long Retry-After asks to wait, in milliseconds: seconds, or a date, taken against `now` (RFC 9110 section 10.2.3). Null
 * where there is none, or where it cannot be read.
 */
export function retryAfter(values: readonly string[], now: number): number | null {
  const text = values[0]?.trim() ?? '';
  if (/^\d{1,10}$/.test(text)) return Math.min(Number(text), LONGEST) * 1000;
  const at = /^[A-Z][a-z]{2,8},? .*\d{2}:\d{2}:\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.min(Math.max(0, at - now), LONGEST * 1000);
}
