import { parseDuration } from '../../core/duration.ts';
import { parseRange } from '../../core/range.ts';
import { hasStatus } from '../../core/wanted-status.ts';
import { type Expected, expectedIn, statusWords } from '../lint/expected.ts';
import { type Lint, rowsOf } from '../lint.ts';

/** The statuses of final responses (RFC 9110 section 15). */
const FINAL = Array.from({ length: 400 }, (_, index) => 200 + index);
/** No client of ours waits for so long, in milliseconds: its patience is five times the gateway's longer timeout. */
const LONGEST = 60_000;
/** No gateway makes so many requests of one. */
const MOST = 100;

/** An expectation that holds whatever comes looks like a test and is none. */
const cannotFail: Lint = {
  code: 'cannot-fail',
  summary: 'An expectation holds whatever the gateway does.',
  find: ({ scenario }) =>
    rowsOf(scenario).flatMap(({ variant, row }) =>
      expectedIn(variant).flatMap((expected) =>
        Object.keys(expected.values).flatMap((key) => {
          const why = whyNot(key, expected);
          const hint = 'say what a good gateway does, or take it away: the standing rules hold without it';
          return why ? [{ path: expected.pathTo(key), row, message: `this cannot fail: ${why}`, hint }] : [];
        }),
      ),
    ),
};

export default cannotFail;

function whyNot(key: string, { values, step }: Expected): string | null {
  const value = values[key];
  if (key === 'status' || key === 'only') return anyStatus(statusWords(value)) ? 'every status is allowed' : null;
  if (key === 'within') return longWait(String(value));
  if (key === 'body') return alwaysCut(values);
  if (key === 'share') return idleShare(value as Readonly<Record<string, string>>);
  if (!key.startsWith('upstream.')) return null;
  const sent = step.kind === 'request' ? step.times : Math.ceil((step.load.rate * step.load.duration) / 1000);
  return anyCount(value as Readonly<Record<string, unknown>>, sent * MOST);
}

function anyStatus(words: readonly string[]): boolean {
  return words.includes('none') && FINAL.every((status) => words.some((word) => hasStatus(status, word)));
}

function longWait(text: string): string | null {
  const range = parseRange(text, parseDuration);
  const least = text.includes('..') ? (range?.min ?? 0) : 0;
  if (!range || least > 0 || range.max < LONGEST) return null;
  return `no client waits for ${text}`;
}

/** A 5xx counts as `truncated`: the client knows that it did not get the whole body. */
function alwaysCut({ body, status }: Expected['values']): string | null {
  if (body !== 'truncated' || status === undefined) return null;
  const errors = statusWords(status).every((word) => word === 'none' || /^5/.test(word));
  return errors ? `with status ${statusWords(status).join(' or ')} the client knows that it has no whole body` : null;
}

function idleShare(shares: Readonly<Record<string, string>>): string | null {
  const idle = Object.values(shares).find((share) => /^(?:>=\s*0+(?:\.0+)?|<=\s*100(?:\.0+)?)%$/.test(share.trim()));
  return idle ? `every share is ${idle}` : null;
}

function anyCount(counts: Readonly<Record<string, unknown>>, most: number): string | null {
  for (const [what, count] of Object.entries(counts)) {
    const range = parseRange(String(count), (text) => (/^\d+$/.test(text) ? Number(text) : undefined));
    if (range && range.min === 0 && range.max >= most) return `${count} ${what} is any number of them`;
  }
  return null;
}
