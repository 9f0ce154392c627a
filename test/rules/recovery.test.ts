import t from 'tap';
import recovery from '../../harness/rules/recovery.ts';
import { answer, exchange, factsWith } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

const canary = (startedAt: number, status: number, more = {}) =>
  exchange({ phase: 'aftermath', id: `a${startedAt}`, startedAt, raw: answer(status), ...more });
const judge = (...exchanges: ReturnType<typeof canary>[]) => judgeRule(recovery, 'OP-25', factsWith({ exchanges }));

t.test('a 2xx on a new connection is a recovery, even if it took a second request', (t) => {
  t.strictSame(judge(canary(1, 200)), []);
  t.strictSame(judge(canary(1, 502), canary(2, 204)), []);
  t.strictSame(judge(canary(1, 502, { nth: 2 }), canary(2, 200)), [], 'the old connection is for OP-32');
  t.strictSame(judge(), []);
  t.end();
});

t.test('an upstream that stays out is a finding, each by itself', (t) => {
  t.match(judge(canary(1, 503)), [{ expected: 'a complete 2xx from upstream app again', actual: /^503/ }]);
  t.equal(judge(canary(1, 200), canary(2, 502, { upstream: 'other' })).length, 1);
  t.equal(judge(canary(1, 0, { raw: '', ended: 'rst' })).length, 1);
  t.end();
});
