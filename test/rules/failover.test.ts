import t from 'tap';
import type { Arming } from '../../harness/core/arming.ts';
import type { Exchange } from '../../harness/core/evidence.ts';
import failover from '../../harness/rules/failover.ts';
import { answer, broken, caseWith, exchange, factsWith, healthy } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

const refusal = { result: 'ECONNREFUSED', ms: 0, localPort: 40_000 };

/** A state of a replica all through the case. */
function armed(upstream: string, fault: string | null, probes: Arming['probes'] = []): Arming {
  return { upstream, fault, from: 900, until: null, probes };
}

/** What OP-17 says of one exchange, with these states of the two replicas. */
function judge(
  armings: readonly Arming[],
  more: Partial<Exchange> & { raw?: string } = {},
  scripted = false,
  once = false,
) {
  const script = { ...broken('x', { do: 'reset' }), fault: null };
  const upstreams = { app: broken('connection-refused'), 'app-2': scripted ? script : healthy };
  const item = caseWith({ upstreams });
  const variant = {
    ...item.variant,
    settings: { ...item.variant.settings, replicas: 2, ...(once && { retries: 'off' as const }) },
  };
  const exchanges = [exchange({ raw: answer(502), ...more })];
  return judgeRule(failover, 'OP-17', factsWith({ case: { ...item, variant }, exchanges, armings }));
}

const half = [armed('app', 'connection-refused', [refusal]), armed('app-2', null)];

t.test('the replica that is left answers, whatever the method', (t) => {
  for (const method of ['GET', 'POST']) {
    t.match(judge(half, { method }), [
      { expected: 'an answer of the replica that is left', actual: `${method} /: 502 complete, connection kept` },
    ]);
    t.equal(judge(half, { method, raw: '', ended: 'fin' }).length, 1);
    t.strictSame(judge(half, { method, raw: answer(200) }), []);
    t.strictSame(judge(half, { method, raw: answer(404) }), []);
  }
  t.end();
});

t.test('nothing is asked where no replica is left, where none refuses, and where one may break', (t) => {
  const both = half.map((one) => ({ ...one, fault: 'connection-refused', probes: [refusal] }));
  t.strictSame(judge(both), []);
  t.strictSame(judge([armed('app', 'never-answers'), armed('app-2', null)]), []);
  t.strictSame(judge([armed('app', null), armed('app-2', null)]), []);
  t.strictSame(judge(half, {}, true), [], 'an author wrote what app-2 does');
  t.strictSame(judge(half, { upstream: 'other' }), []);
  t.strictSame(judge(half, { aborted: 'rst', raw: '' }), []);
  t.strictSame(judge(half, {}, false, true), [], 'it is told not to retry');
  const later = half.map((one) => ({ ...one, from: 5000 }));
  t.strictSame(judge(later), [], 'not yet');
  t.end();
});
