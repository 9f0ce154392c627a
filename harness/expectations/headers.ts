import { z } from 'zod';
import { defineExpectation } from '../core/expectation.ts';
import { describeAnswer, type ExchangeFacts } from '../core/facts.ts';
import { fieldValues } from '../core/http.ts';
import type { Violation } from '../core/rule.ts';

const pattern = z.string().refine(isRegex, 'must be a regular expression');
const value = z.union([z.string(), z.number(), z.strictObject({ matches: pattern })], {
  error: 'must be a text, present, absent, or { matches: REGEX }',
});
const schema = z.record(z.string().regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/, 'must be a header name'), value);

type Wanted = z.infer<typeof value>;

/** Several lines of one field count as one, joined by `, ` (RFC 9110 section 5.3). */
export default defineExpectation({
  key: 'headers',
  named: false,
  summary: 'Fields of the final response: name -> text, present, absent, or { matches: REGEX }.',
  schema,
  examples: ['{ Retry-After: 7 }', '{ Server: present, X-Secret: absent }', '{ Content-Type: { matches: ^text/ } }'],
  judge(expected, { exchanges }) {
    return exchanges.flatMap((facts) =>
      Object.entries(expected).flatMap(([name, wanted]) => judgeField(name, wanted, facts)),
    );
  },
});

function judgeField(name: string, wanted: Wanted, { exchange }: ExchangeFacts): Violation[] {
  const { final } = exchange;
  const values = final ? fieldValues(final.fields, name) : [];
  const actual = values.length > 0 ? values.join(', ') : null;
  if (final && isAsWanted(actual, wanted)) return [];
  const found = actual === null ? `no ${name}` : `${name}: ${actual}`;
  return [
    { expected: describe(name, wanted), actual: final ? found : describeAnswer(exchange), exchange: exchange.id },
  ];
}

function isAsWanted(actual: string | null, wanted: Wanted): boolean {
  if (wanted === 'absent') return actual === null;
  if (actual === null) return false;
  if (wanted === 'present') return true;
  return typeof wanted === 'object' ? new RegExp(wanted.matches).test(actual) : actual === String(wanted);
}

function describe(name: string, wanted: Wanted): string {
  if (wanted === 'absent') return `no ${name}`;
  if (wanted === 'present') return `some ${name}`;
  return typeof wanted === 'object' ? `${name} that matches ${wanted.matches}` : `${name}: ${wanted}`;
}

function isRegex(text: string): boolean {
  try {
    return Boolean(new RegExp(text));
  } catch {
    return false;
  }
}
