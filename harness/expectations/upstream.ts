import { z } from 'zod';
import { defineExpectation } from '../core/expectation.ts';
import { inRange, parseRange } from '../core/range.ts';

const HELP = 'must be a number, or a range such as 2..3';
const range = z.string(HELP).refine((text) => parseRange(text, toCount) !== undefined, HELP);
const count = z.union([z.int(HELP).min(0, HELP), range], HELP);
const schema = z
  .strictObject({ requests: count.optional(), connections: count.optional(), attempts: count.optional() })
  .refine((counts) => Object.keys(counts).length > 0, 'must have requests, connections or attempts');

/** Counts all steps of the scenario, not this one alone, and neither the twin nor the aftermath. */
export default defineExpectation({
  key: 'upstream',
  named: true,
  summary: 'What the upstream saw in all steps together: requests (attempts is the same), and connections.',
  schema,
  examples: ['{ requests: 1 }', '{ requests: 2..3, connections: 0 }', '{ attempts: 1 }'],
  judge(expected, { facts, name }) {
    const { attempts, connections } = facts.upstreams[name ?? ''] ?? { attempts: [], connections: 0 };
    const counted = { requests: attempts.length, connections, attempts: attempts.length };
    return (['requests', 'connections', 'attempts'] as const).flatMap((what) => {
      const wanted = expected[what];
      const range = parseRange(String(wanted ?? ''), toCount);
      if (!range || inRange(counted[what], range)) return [];
      return [{ expected: `${wanted} ${what} at upstream ${name}`, actual: `${counted[what]} ${what}` }];
    });
  },
});

function toCount(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
