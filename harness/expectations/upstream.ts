import { z } from 'zod';
import { connectionsOf } from '../core/connections.ts';
import { defineExpectation } from '../core/expectation.ts';
import type { Attempt, Facts } from '../core/facts.ts';
import { inRange, parseRange } from '../core/range.ts';
import type { Violation } from '../core/rule.ts';
import { differencesOf, wantedAttemptsSchema } from '../core/wanted-attempt.ts';

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
    reused: z.boolean().optional(),
    closed: z.enum(['fin', 'rst', 'none'], { error: 'must be fin, rst or none' }).optional(),
    carried: wantedAttemptsSchema.optional(),
  })
  .refine(
    (counts) => Object.keys(counts).length > 0,
    'must have requests, connections, attempts, reused, closed or carried',
  );

/**
 * Counts, reuse and ends are those of all steps of the scenario, not of this one alone, and neither of the twin nor of the
 * aftermath; what attempts carried is that of this step's own requests.
 */
export default defineExpectation({
  key: 'upstream',
  named: true,
  summary:
    'What the upstream saw in all steps: requests (or attempts; unsafe-once: none but safe ones twice), connections, whether one was reused, how the gateway closed them (fin, rst, none); and what the attempts for this step carried.',
  schema,
  examples: [
    '{ requests: 1 }',
    '{ requests: unsafe-once }',
    '{ requests: 2..3, connections: 0 }',
    '{ attempts: 1 }',
    '{ connections: 1, reused: true }',
    '{ closed: fin }',
    '{ carried: { method: GET, headers: { X-Secret: absent, Via: present } } }',
    '{ carried: [ { connection: 1 }, { connection: 2, body: { equals: hello } } ] }',
  ],
  judge(expected, { exchanges, facts, name }) {
    const { attempts, connections } = facts.upstreams[name ?? ''] ?? { attempts: [], connections: 0 };
    const counted = { requests: attempts.length, connections, attempts: attempts.length };
    const twice = expected.requests === 'unsafe-once' ? sentTwice(attempts) : [];
    const counts = (['requests', 'connections', 'attempts'] as const).flatMap((what) => {
      const wanted = expected[what];
      const range = parseRange(String(wanted ?? ''), toCount);
      if (!range || inRange(counted[what], range)) return [];
      return [{ expected: `${wanted} ${what} at upstream ${name}`, actual: `${counted[what]} ${what}` }];
    });
    const own = exchanges.flatMap((one) => one.attempts).filter((attempt) => attempt.upstream === name);
    return [
      ...counts,
      ...(expected.reused === undefined ? [] : reuse(attempts, expected.reused, name)),
      ...(expected.closed === undefined ? [] : ends(facts, expected.closed, name)),
      ...(expected.carried === undefined ? [] : carried(own, expected.carried, name)),
      ...twice.map((actual) => ({ expected: `each unsafe request once at upstream ${name}`, actual })),
    ];
  },
});

function reuse(attempts: readonly Attempt[], wanted: boolean, name: string | null): Violation[] {
  const again = attempts.find(({ nth }) => nth > 1);
  if ((again !== undefined) === wanted) return [];
  const expected = `${wanted ? 'a connection' : 'no connection'} to upstream ${name} used again`;
  const actual = again
    ? `${again.method} ${again.target} is request ${again.nth} of connection ${again.connection}`
    : '';
  return [{ expected, actual: actual || 'each request on a connection of its own' }];
}

const ENDS = {
  fin: 'closed by the gateway (FIN)',
  rst: 'reset by the gateway (RST)',
  none: 'left open by the gateway',
} as const;

/** How the upstream saw each connection of the steps end, as far as the case went on. */
function ends({ evidence: { main, armings } }: Facts, wanted: keyof typeof ENDS, name: string | null): Violation[] {
  const own = connectionsOf(main, armings).filter((one) => one.upstream === name && one.phase === 'steps');
  const expected = `every connection to upstream ${name} ${ENDS[wanted]}`;
  if (own.length === 0) return wanted === 'none' ? [] : [{ expected, actual: 'no connection' }];
  return own.flatMap(({ connection }) => {
    const closed = main.observations.find(
      (event) => event.kind === 'closed' && event.upstream === name && event.connection === connection,
    );
    const by = closed?.kind === 'closed' ? closed.by : null;
    const how = by === 'peer-fin' ? 'fin' : by === 'peer-rst' ? 'rst' : 'none';
    if (how === wanted) return [];
    const own = by === 'our-fin' || by === 'our-rst' ? 'ended by the upstream itself' : ENDS[how];
    return [{ expected, actual: `connection ${connection} ${own}` }];
  });
}

/** A list tells the attempts one by one, and how many there are. */
function carried(
  attempts: readonly Attempt[],
  wanted: z.infer<typeof wantedAttemptsSchema>,
  name: string | null,
): Violation[] {
  const listed = Array.isArray(wanted) ? wanted : null;
  if (attempts.length === 0 || (listed && listed.length !== attempts.length)) {
    const expected = `${listed?.length ?? 'at least 1'} attempts for this step at upstream ${name}`;
    return [{ expected, actual: `${attempts.length} attempts` }];
  }
  return attempts.flatMap((attempt, index) => {
    const one = Array.isArray(wanted) ? wanted[index] : wanted;
    return (one ? differencesOf(attempt, one) : []).map((difference) => ({
      expected: `attempt ${index + 1} for this step at upstream ${name} with ${difference.wanted}`,
      actual: difference.actual,
    }));
  });
}

function sentTwice(attempts: readonly Attempt[]): string[] {
  const unsafe = attempts.filter(({ method, id }) => !SAFE.includes(method) && id !== null);
  return [...Map.groupBy(unsafe, ({ id }) => id)]
    .filter(([, same]) => same.length > 1)
    .map(([id, same]) => `${same.length} x ${same[0]?.method} ${same[0]?.target} (${id})`);
}

function toCount(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
