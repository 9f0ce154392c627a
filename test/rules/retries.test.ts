import t from 'tap';
import retries from '../../harness/rules/retries.ts';
import { exchange, factsWith, requestSeen } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

/** What OP-10 says of one request that reached the upstream under these ids. */
function judge(method: string, ids: readonly (string | null)[], others: readonly string[] = []) {
  const all = ['steps-1', ...others].map((id) => exchange({ id, method, startedAt: 1000, ms: 100 }));
  const observations = ids.map((id, index) => requestSeen(1010 + index, id, { method, connection: index + 1 }));
  return judgeRule(retries, 'OP-10', factsWith({ exchanges: all, observations }));
}

t.test('a request that is not idempotent may reach an upstream once', (t) => {
  for (const method of ['POST', 'PATCH', 'FOO', 'get']) {
    t.strictSame(judge(method, []), [], method);
    t.strictSame(judge(method, ['steps-1']), [], method);
    t.match(judge(method, ['steps-1', 'steps-1']), [
      {
        expected: `one attempt at ${method} /`,
        actual: '2 attempts: app connection 1 request 1, app connection 2 request 1',
      },
    ]);
  }
  t.end();
});

t.test('an idempotent one may be repeated', (t) => {
  for (const method of ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE'])
    t.strictSame(judge(method, ['steps-1', 'steps-1']), [], method);
  t.end();
});

t.test('an attempt without a correlation id counts when it can be nobody else’s', (t) => {
  t.equal(judge('POST', ['steps-1', null]).length, 1);
  t.strictSame(judge('POST', ['steps-1', 'steps-2', null], ['steps-2']), []);
  t.strictSame(judge('POST', ['steps-1', 'other']), []);
  t.end();
});
