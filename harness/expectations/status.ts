import type { Exchange } from '../core/evidence.ts';
import { defineExpectation } from '../core/expectation.ts';
import { describeAnswer } from '../core/facts.ts';
import { hasStatus, statusesSchema } from '../core/wanted-status.ts';

/** RFC 9110 section 15 for the classes. */
export default defineExpectation({
  key: 'status',
  named: false,
  summary: 'The final status: a number, a class (5xx), none (the connection ended without a byte), or a list of these.',
  schema: statusesSchema,
  examples: ['502', '5xx', 'none', '[200, 502, none]'],
  judge(expected, { exchanges }) {
    const wanted = [expected].flat().map(String);
    return exchanges
      .filter(({ exchange }) => !wanted.some((status) => ended(exchange, status)))
      .map(({ exchange }) => ({
        expected: `status ${wanted.join(' or ')}`,
        actual: describeAnswer(exchange),
        exchange: exchange.id,
      }));
  },
});

/** `none` is a connection that ended without a byte, and neither one that hangs nor bytes that are no response. */
function ended({ final, received, ended: how }: Exchange, wanted: string): boolean {
  if (wanted === 'none') return received.length === 0 && (how === 'fin' || how === 'rst');
  return final !== null && hasStatus(final.status, wanted);
}
