import { z } from 'zod';
import { defineExpectation } from '../core/expectation.ts';
import type { Attempt } from '../core/facts.ts';
import { inRange, parseRange } from '../core/range.ts';

const HELP = 'must be a number, or a range such as 2..3';
const REQUESTS_HELP = `${HELP}, or unsafe-once`;
/** Methods that change nothing, so that to send them twice does no harm (RFC 9110 section 9.2.1). */
const SAFE: readonly string[] = ['GET', 'HEAD', 'OPTIONS', 'TRACE'];
const range = z.string(HELP).refine((text) => parseRange(text, toCount) !== undefined, HELP);
const count = z.union([z.int(HELP).min(0, HELP), range], HELP);
const schema = z
  .strictObject({
    requests: z.union([z.literal('unsafe-once'), count], REQUESTS_HELP).optional(),
    connections: count.optional(),
    attempts: count.optional(),
  })
  .refine((counts) => Object.keys(counts).length > 0, 'must have requests, connections or attempts');

/** Counts all steps of the scenario, not this one alone, and neither the twin nor the aftermath. */
export default defineExpectation({
  key: 'upstream',
  named: true,
  summary:
    'What the upstream saw in all steps together: requests (attempts is the same; unsafe-once: none but safe ones twice), and connections.',
  schema,
  examples: ['{ requests: 1 }', '{ requests: unsafe-once }', '{ requests: 2..3, connections: 0 }', '{ attempts: 1 }'],
  judge(expected, { facts, name }) {
    const { attempts, connections } = facts.upstreams[name ?? ''] ?? { attempts: [], connections: 0 };
    const counted = { requests: attempts.length, connections, attempts: attempts.length };
    const twice = expected.requests === 'unsafe-once' ? sentTwice(attempts) : [];
    const counts = (['requests', 'connections', 'attempts'] as const).flatMap((what) => {
      const wanted = expected[what];
      const range = parseRange(String(wanted ?? ''), toCount);
      if (!range || inRange(counted[what], range)) return [];
      return [{ expected: `${wanted} ${what} at upstream ${name}`, actual: `${counted[what]} ${what}` }];
    });
    return [
      ...counts,
      ...twice.map((actual) => ({ expected: `each unsafe request once at upstream ${name}`, actual })),
    ];
  },
});

function sentTwice(attempts: readonly Attempt[]): string[] {
  const unsafe = attempts.filter(({ method, id }) => !SAFE.includes(method) && id !== null);
  return [...Map.groupBy(unsafe, ({ id }) => id)]
    .filter(([, same]) => same.length > 1)
    .map(([id, same]) => `${same.length} x ${same[0]?.method} ${same[0]?.target} (${id})`);
}

function toCount(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
