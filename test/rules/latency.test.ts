import t from 'tap';
import type { Exchange } from '../../harness/core/evidence.ts';
import type { Outcome } from '../../harness/core/outcome.ts';
import latency from '../../harness/rules/latency.ts';
import { answer, exchange, factsWith, requestSeen, seen } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

/** What a rule says of one exchange under a fault with this bound. */
function judge(id: string, bound: Outcome['bound'], one: Partial<Exchange> & { ms?: number; raw?: string }) {
  const exchanges = [exchange({ raw: answer(504), fault: 'broken', ...one })];
  return judgeRule(latency, id, factsWith({ exchanges, outcome: { bound } }));
}

/** Rule, bound, and the latest time within it. */
const BOUNDS = [
  ['OP-01', 'at-once', 500],
  ['OP-02', 'connect-timeout', 1350],
  ['OP-02', 'dns-timeout', 1350],
  ['OP-03', 'read-timeout', 1350],
  ['OP-05', 'body-stall', 1350],
] as const;

t.test('an answer is in time up to the bound, and late behind it', (t) => {
  for (const [id, bound, ms] of BOUNDS) {
    t.strictSame(judge(id, bound, { ms }), [], `${bound} ${ms}`);
    t.match(judge(id, bound, { ms: ms + 10 }), [{ timed: true, exchange: 'steps-1' }], `${bound} ${ms + 10}`);
  }
  t.end();
});

t.test('each bound is watched by one rule alone', (t) => {
  for (const [id, bound] of BOUNDS) {
    const speaking = latency.filter((rule) => judge(rule.id, bound, { raw: '', ms: 9000, ended: 'timeout' }).length);
    t.strictSame(
      speaking.map((rule) => rule.id),
      [id],
      bound,
    );
  }
  t.end();
});

t.test('a finding says how long it took, and how long it may', (t) => {
  t.match(judge('OP-02', 'connect-timeout', { ms: 4000 }), [
    {
      expected: 'the end of the exchange within 1.35 s (connect timeout 1 s and 350 ms)',
      actual: '4 s (504 complete, connection kept)',
    },
  ]);
  t.end();
});

t.test('an exchange that never ends is a finding, with a fault and without', (t) => {
  const endless = { received: Buffer.alloc(0), final: null, pieces: [], ended: 'timeout' as const, endedAt: 11_000 };
  const late = judge('OP-01', 'at-once', endless);
  t.match(late, [{ actual: 'still waiting after 10 s (no byte, never ended)', timed: undefined }]);
  t.equal(judge('OP-01', 'at-once', { ms: 9000 })[0]?.timed, true, 'but an answer is late by the clock');
  t.equal(judge('OP-01', 'at-once', { ...endless, endedAt: 1100 }).length, 1, 'even if the client had little patience');
  t.match(judge('OP-03', 'none', endless), [{ expected: 'an exchange that ends' }]);
  t.match(judge('OP-03', 'none', { ...endless, fault: null }), [
    { actual: 'still waiting after 10 s (no byte, never ended)' },
  ]);
  t.strictSame(
    judge('OP-03', 'none', { fault: null, ms: 9000 }),
    [],
    'slow without a fault is for the author to judge',
  );
  t.end();
});

t.test('OP-01 counts from the end of the script, where the script takes its time', (t) => {
  const facts = (script: number) =>
    factsWith({
      exchanges: [exchange({ raw: answer(502), fault: 'broken', startedAt: 1000, ms: 780 })],
      outcome: { bound: 'at-once' },
      observations: [
        requestSeen(1001, 'steps-1'),
        seen(1002, { kind: 'step', index: 0, step: 'read', last: false }),
        seen(1300 + script, { kind: 'step', index: 1, step: 'reset', last: true }),
        requestSeen(1750, 'steps-1', { connection: 2 }),
        seen(1760, { kind: 'step', connection: 2, index: 1, step: 'reset', last: true }),
      ],
    });
  t.strictSame(judgeRule(latency, 'OP-01', facts(0)), []);
  t.equal(judgeRule(latency, 'OP-01', facts(-100)).length, 1, 'retries count');
  t.end();
});

t.test('of several the latest comes first', (t) => {
  const exchanges = [700, 900, 800].map((ms) => exchange({ id: `${ms}`, raw: answer(502), fault: 'broken', ms }));
  const found = judgeRule(latency, 'OP-01', factsWith({ exchanges, outcome: { bound: 'at-once' } }));
  t.strictSame(
    found.map((one) => one.exchange),
    ['900', '800', '700'],
  );
  t.end();
});
