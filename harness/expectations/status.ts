import { z } from 'zod';
import type { Exchange } from '../core/evidence.ts';
import { defineExpectation } from '../core/expectation.ts';
import { describeAnswer } from '../core/facts.ts';

const HELP = 'must be a status such as 502, a class such as 5xx, none, or a list of these';
const number = z.int(HELP).min(100, HELP).max(999, HELP);
const word = z.string(HELP).regex(/^([1-9]\d\d|[1-5]xx|none)$/, HELP);
const one = z.union([number, word], HELP);
const schema = z.union([one, z.array(one).min(1, HELP)], HELP);

/** RFC 9110 section 15 for the classes. */
export default defineExpectation({
  key: 'status',
  named: false,
  summary: 'The final status: a number, a class (5xx), none (the connection ended without a byte), or a list of these.',
  schema,
  examples: ['502', '5xx', 'none', '[200, 502, none]'],
  judge(expected, { exchanges }) {
    const wanted = [expected].flat().map(String);
    return exchanges
      .filter(({ exchange }) => !wanted.some((status) => hasStatus(exchange, status)))
      .map(({ exchange }) => ({
        expected: `status ${wanted.join(' or ')}`,
        actual: describeAnswer(exchange),
        exchange: exchange.id,
      }));
  },
});

function hasStatus({ final, received, ended }: Exchange, wanted: string): boolean {
  if (wanted === 'none') return received.length === 0 && (ended === 'fin' || ended === 'rst');
  if (!final) return false;
  const status = String(final.status);
  return wanted.endsWith('xx') ? status.length === 3 && status[0] === wanted[0] : status === wanted;
}
