import t from 'tap';
import type { Exchange } from '../../harness/core/evidence.ts';
import type { Outcome } from '../../harness/core/outcome.ts';
import latency from '../../harness/rules/latency.ts';
import { answer, exchange, factsWith, requestSeen, seen, upstreamSaid } from '../support/evidence.ts';
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

t.test('OP-05: a stall in mid-body is bounded by whatever script it comes, from the last octet on', (t) => {
  const cut = answer(200, { 'Content-Length': '9' }, 'hel');
  const judgeStall = (ms: number, ended: 'fin' | 'timeout', upstreamEnded: 'peer-fin' | 'our-fin') =>
    judgeRule(
      latency,
      'OP-05',
      factsWith({
        exchanges: [exchange({ raw: cut, ms, ended })],
        observations: upstreamSaid(cut, { from: 1500, ended: upstreamEnded }),
      }),
    );
  t.strictSame(judgeStall(500 + 2 + 1350, 'fin', 'peer-fin'), []);
  t.match(judgeStall(500 + 2 + 1360, 'fin', 'peer-fin'), [{ timed: true }]);
  t.strictSame(judgeStall(9000, 'fin', 'our-fin'), [], 'the upstream closed');
  t.strictSame(judgeStall(9000, 'timeout', 'peer-fin'), [], 'OP-03 speaks of that');
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

t.test('OP-01 counts from the signal to the process, too', (t) => {
  const facts = (signal: number) =>
    factsWith({
      exchanges: [exchange({ raw: answer(502), fault: 'broken', startedAt: 1000, ms: 780 })],
      outcome: { bound: 'at-once' },
      observations: [
        requestSeen(1001, 'steps-1'),
        seen(1002, { kind: 'step', index: 0, step: 'read', last: true }),
        seen(signal, { kind: 'signal', signal: 'SIGKILL', state: 'dead' }),
      ],
    });
  t.strictSame(judgeRule(latency, 'OP-01', facts(1300)), [], '480 ms behind the death of the process');
  t.match(judgeRule(latency, 'OP-01', facts(1250)), [{ actual: '530 ms (502 complete, connection kept)' }]);
  t.equal(judgeRule(latency, 'OP-01', facts(900)).length, 1, 'an earlier signal was not for this exchange');
  t.end();
});

t.test('OP-01 counts from the last round of a loop', (t) => {
  const facts = (round: number) =>
    factsWith({
      exchanges: [exchange({ raw: answer(502), fault: 'broken', startedAt: 1000, ms: 780 })],
      outcome: { bound: 'at-once' },
      observations: [1010, round].map((at) => seen(at, { kind: 'step', index: 0, step: 'splice', last: true })),
    });
  t.strictSame(judgeRule(latency, 'OP-01', facts(1300)), []);
  t.equal(judgeRule(latency, 'OP-01', facts(1200)).length, 1);
  t.end();
});

t.test('a head that drips is bounded by the patience of the client', (t) => {
  const facts = (drips: number, more: Partial<Exchange> & { raw?: string; ms?: number }) =>
    factsWith({
      exchanges: [exchange(more)],
      observations: [
        requestSeen(1001, 'steps-1'),
        ...Array.from({ length: drips }, (_, index) =>
          seen(1400 + index * 400, { kind: 'sent', octets: 'H', cut: false }),
        ),
      ],
    });
  const endless = { raw: '', ms: 5000, ended: 'timeout' } as const;
  t.match(judgeRule(latency, 'OP-04', facts(12, endless)), [{ actual: /^still waiting after 5 s/ }]);
  t.strictSame(judgeRule(latency, 'OP-03', facts(12, endless)), [], 'which is no silence');
  t.strictSame(judgeRule(latency, 'OP-04', facts(12, { raw: answer(504), ms: 4900 })), []);
  t.strictSame(judgeRule(latency, 'OP-04', facts(2, endless)), [], 'silence is for OP-03');
  t.equal(judgeRule(latency, 'OP-03', facts(2, endless)).length, 1);
  t.end();
});

t.test('OP-03 leaves an exchange that was tried again to OP-06a', (t) => {
  const facts = (attempts: number) =>
    factsWith({
      exchanges: [exchange({ raw: answer(504), fault: 'broken', ms: 2100 })],
      outcome: { bound: 'read-timeout' },
      observations: Array.from({ length: attempts }, (_, index) =>
        requestSeen(1001 + index * 1000, 'steps-1', { connection: index + 1 }),
      ),
    });
  t.equal(judgeRule(latency, 'OP-03', facts(1)).length, 1);
  t.strictSame(judgeRule(latency, 'OP-03', facts(2)), []);
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
