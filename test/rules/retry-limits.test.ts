import t from 'tap';
import type { Case } from '../../harness/core/case.ts';
import type { Exchange } from '../../harness/core/evidence.ts';
import limits from '../../harness/rules/retry-limits.ts';
import { answer, caseWith, exchange, factsWith, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

/** A case whose gateway may try one other replica. */
const REPLICAS = withReplicas(caseWith());

function withReplicas(item: Case): Case {
  return { ...item, variant: { ...item.variant, settings: { ...item.variant.settings, replicas: 2 } } };
}

/** One attempt: `pooled` on a connection that had a request before, `said` what the upstream answered. */
interface Try {
  readonly pooled?: boolean;
  readonly said?: string;
  readonly upstream?: string;
}

/** What a rule says of a GET that was tried so, `gap` milliseconds apart. */
function judge(
  rule: string,
  tries: readonly Try[],
  more: Partial<Exchange> & { item?: Case; gap?: number; raw?: string; ms?: number } = {},
) {
  const { item = caseWith(), gap = 50, ...rest } = more;
  const observations = tries.flatMap(({ pooled, said = '', upstream = 'app' }, index) =>
    upstreamSaid(said, {
      from: 1001 + index * gap,
      connection: index + 1,
      nth: pooled ? 2 : 1,
      upstream,
      ended: 'our-fin',
    }),
  );
  const exchanges = [exchange({ raw: answer(502), ms: 600, ...rest })];
  return judgeRule(limits, rule, factsWith({ exchanges, observations, case: item }));
}

const fresh: Try = {};
const stale: Try = { pooled: true };

t.test('a failed request is repeated once, a failed repetition is not', (t) => {
  const rule = 'R-9110-9.2.2-3';
  t.strictSame(judge(rule, [stale, fresh]), []);
  t.match(judge(rule, [stale, stale, fresh]), [
    { expected: 'at most 2 attempts at GET /', actual: /^3 attempts: app/ },
  ]);
  t.strictSame(judge(rule, [stale, fresh, fresh], { item: REPLICAS }), [], 'one more was configured');
  t.equal(judge(rule, [stale, fresh, fresh, fresh], { item: REPLICAS }).length, 1);
  t.strictSame(judge(rule, [stale, stale, fresh], { method: 'POST' }), [], 'a POST has rules of its own');
  t.end();
});

t.test('there are no more attempts than were configured, but for those on a dead pooled connection', (t) => {
  const rule = 'OP-12';
  t.strictSame(judge(rule, [fresh]), []);
  t.strictSame(judge(rule, [stale, fresh]), []);
  t.strictSame(judge(rule, [stale, stale, fresh]), [], 'that is for another rule');
  t.match(judge(rule, [fresh, fresh]), [{ expected: 'one attempt at GET /' }]);
  t.equal(judge(rule, [{ ...stale, said: answer(503) }, fresh]).length, 1, 'it had answered');
  t.strictSame(judge(rule, [fresh, { upstream: 'app-2' }], { item: REPLICAS }), []);
  t.equal(judge(rule, [fresh, fresh, fresh], { item: REPLICAS }).length, 1);
  t.end();
});

t.test('four attempts at one upstream take more time than none', (t) => {
  const four = [fresh, fresh, fresh, fresh];
  t.match(judge('OP-14', four, { gap: 3 }), [{ actual: '4 of 4 attempts within 9 ms' }]);
  t.strictSame(judge('OP-14', four, { gap: 30 }), []);
  t.strictSame(judge('OP-14', four.slice(1), { gap: 3 }), [], 'three may be chance');
  t.strictSame(judge('OP-14', [stale, ...four.slice(1)], { gap: 3 }), [], 'a dead pooled connection costs no time');
  const spread = four.map((one, index) => ({ ...one, upstream: index % 2 ? 'app-2' : 'app' }));
  t.strictSame(judge('OP-14', spread, { gap: 3 }), []);
  t.end();
});

t.test('several failed attempts together take no longer than one, or than those that were configured', (t) => {
  const rule = 'OP-06a';
  const tries = [stale, fresh];
  t.strictSame(judge(rule, tries, { raw: answer(504), ms: 1350 }), []);
  t.match(judge(rule, tries, { raw: answer(504), ms: 2000 }), [
    { expected: 'an answer within 1.35 s, all attempts together', actual: /^2 s and 2 attempts \(504/, timed: true },
  ]);
  t.match(judge(rule, tries, { raw: '', ms: 5000, ended: 'timeout' }), [{ timed: false }]);
  t.strictSame(judge(rule, tries, { raw: answer(504), ms: 2600, item: REPLICAS }), []);
  t.equal(judge(rule, tries, { raw: answer(504), ms: 2800, item: REPLICAS }).length, 1);
  t.strictSame(judge(rule, [fresh], { raw: answer(504), ms: 2000 }), [], 'one attempt is for OP-03');
  const slow = { pooled: false, said: answer(200, { 'X-Gatecrash-Id': 'steps-1' }, 'hello\n') };
  t.strictSame(judge(rule, [stale, slow], { raw: slow.said, ms: 3000 }), [], 'a slow success is none of its business');
  t.end();
});
