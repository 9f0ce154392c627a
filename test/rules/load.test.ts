import t from 'tap';
import type { Facts } from '../../harness/core/facts.ts';
import amplification from '../../harness/rules/amplification.ts';
import cancel from '../../harness/rules/cancel.ts';
import { exchange, factsWith, requestSeen, seen } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

/** A load of so many requests, each with so many attempts, while an upstream has a fault. */
function outage(requests: number, each: number, fault: string | null = 'reset-before-answer'): Facts {
  const ids = Array.from({ length: requests }, (_, index) => `steps-${index + 1}`);
  const observations = ids.flatMap((id, index) =>
    Array.from({ length: each }, (_, nth) => requestSeen(1001 + index, id, { connection: index * each + nth + 1 })),
  );
  const facts = factsWith({ exchanges: [exchange()], observations });
  const samples = ids.map((id, due) => ({ id, due, ms: 1, late: 0, status: 502, sound: true }));
  const about = {
    phase: 'steps',
    step: 'steps.0',
    upstream: 'app',
    method: 'GET',
    startedAt: 1000,
    endedAt: 2000,
  } as const;
  const main = { ...facts.evidence.main, loads: [{ ...about, fault, samples }] };
  return { ...facts, evidence: { ...facts.evidence, main } };
}

t.test('OP-13: a whole outage has a fifth more attempts than requests at most, and ten', (t) => {
  t.strictSame(judgeRule(amplification, 'OP-13', outage(100, 1)), []);
  t.strictSame(judgeRule(amplification, 'OP-13', outage(12, 2)), [], 'few may be asked twice');
  t.match(judgeRule(amplification, 'OP-13', outage(100, 2)), [
    { expected: 'at most 130 attempts for 100 requests while app has reset-before-answer', actual: '200 attempts' },
  ]);
  t.strictSame(
    judgeRule(amplification, 'OP-13', outage(100, 2, null)),
    [],
    'nothing is said of an upstream that changes',
  );
  t.end();
});

/** A client that left at 1100 while the upstream was answering, and how long the case went on after it. */
function left(closedAt: number | null, more: { until?: number; againAt?: number } = {}): Facts {
  const { until = 4000, againAt } = more;
  return factsWith({
    exchanges: [
      exchange({ aborted: 'rst', raw: 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx', ms: 100 }),
      exchange({ id: 'steps-2', startedAt: until - 5, connection: 2 }),
    ],
    observations: [
      requestSeen(1001, 'steps-1'),
      ...(closedAt === null ? [] : [seen(closedAt, { kind: 'closed', by: 'peer-rst', received: 1, sent: 1 })]),
      ...(againAt === undefined ? [] : [requestSeen(againAt, 'steps-1', { connection: 2 })]),
    ],
  });
}

t.test('OP-38: the upstream connection ends within a second of the client', (t) => {
  const judge = (facts: Facts) => judgeRule(cancel, 'OP-38', facts);
  t.strictSame(judge(left(1150)), []);
  t.match(judge(left(3000)), [{ actual: 'app connection 1 request 1 ended 1.9 s after it left', timed: true }]);
  t.match(judge(left(null)), [{ actual: 'app connection 1 request 1 ended not at all' }]);
  t.strictSame(judge(left(null, { until: 2000 })), [], 'nobody knows where the case ended before');
  t.match(judge(left(1150, { againAt: 1600 })), [{ actual: /ended not at all|, 500 ms after it left/ }]);
  t.end();
});
