import t from 'tap';
import retries from '../../harness/rules/retries.ts';
import { answer, exchange, factsWith, requestSeen, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

/** One request that reached the upstream under these ids. */
function factsOf(method: string, ids: readonly (string | null)[], others: readonly string[] = []) {
  const all = ['steps-1', ...others].map((id) => exchange({ id, method, startedAt: 1000, ms: 100 }));
  const observations = ids.map((id, index) => requestSeen(1010 + index, id, { method, connection: index + 1 }));
  return factsWith({ exchanges: all, observations });
}

/** What a rule says of one request that reached the upstream under these ids. */
function judge(rule: string, method: string, ids: readonly (string | null)[], others: readonly string[] = []) {
  return judgeRule(retries, rule, factsOf(method, ids, others));
}

t.test('a request that is not idempotent may reach an upstream once', (t) => {
  for (const [rule, methods] of [
    ['OP-10', ['POST', 'PATCH', 'LOCK']],
    ['R-9110-9.2.2-1', ['POST', 'PATCH', 'LOCK']],
    ['OP-11', ['FOO', 'get', 'PURGE']],
  ] as const) {
    for (const method of methods) {
      t.strictSame(judge(rule, method, []), [], method);
      t.strictSame(judge(rule, method, ['steps-1']), [], method);
      t.match(judge(rule, method, ['steps-1', 'steps-1']), [
        {
          expected: `one attempt at ${method} /`,
          actual: '2 attempts: app connection 1 request 1, app connection 2 request 1',
        },
      ]);
    }
  }
  t.end();
});

t.test('each rule speaks of its own methods', (t) => {
  const speaking = (method: string) =>
    retries
      .filter(({ id }) => id !== 'R-9110-9.2.2-2' && judge(id, method, ['steps-1', 'steps-1']).length > 0)
      .map(({ id }) => id);
  t.strictSame(speaking('POST'), ['OP-10', 'R-9110-9.2.2-1']);
  t.strictSame(speaking('FOO'), ['OP-11']);
  for (const method of ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE', 'PROPFIND', 'MKCOL', 'QUERY'])
    t.strictSame(speaking(method), [], `${method} is idempotent by the registry`);
  t.end();
});

t.test('an attempt without a correlation id counts when it can be nobody else’s', (t) => {
  t.equal(judge('OP-10', 'POST', ['steps-1', null]).length, 1);
  t.equal(judge('OP-11', 'FOO', ['steps-1', null]).length, 1);
  t.strictSame(judge('R-9110-9.2.2-1', 'POST', ['steps-1', null]), []);
  t.strictSame(judge('OP-10', 'POST', ['steps-1', 'steps-2', null], ['steps-2']), []);
  t.strictSame(judge('OP-10', 'POST', ['steps-1', 'other']), []);
  t.end();
});

t.test('a request that an upstream has had whole is not repeated, unless it asks for that', (t) => {
  const twice = (method: string, first: string, whole = true) => {
    const attempts = [
      ...upstreamSaid(first, { method }),
      ...upstreamSaid(answer(200, {}, 'ok'), { method, connection: 2, from: 1020 }),
    ];
    const observations = attempts.filter((event) => whole || event.kind !== 'request-end' || event.connection !== 1);
    return factsWith({ exchanges: [exchange({ method, ms: 100 })], observations });
  };
  for (const method of ['POST', 'FOO']) {
    t.match(judgeRule(retries, 'R-9110-9.2.2-2', twice(method, '')), [
      { expected: `no further attempt at ${method} / once an upstream has had it whole`, actual: /^2 attempts/ },
    ]);
    t.equal(judgeRule(retries, 'R-9110-9.2.2-2', twice(method, answer(503))).length, 1, 'a 503 too');
    t.strictSame(judgeRule(retries, 'R-9110-9.2.2-2', twice(method, '', false)), [], 'half a request was not applied');
  }
  for (const status of [408, 417, 421, 425])
    for (const { id, judge } of retries) t.strictSame(judge(twice('POST', answer(status))), [], `${id} ${status}`);
  t.strictSame(judgeRule(retries, 'R-9110-9.2.2-2', twice('PUT', '')), []);
  t.end();
});
