import t from 'tap';
import type { Exchange } from '../../harness/core/evidence.ts';
import bodiless from '../../harness/rules/bodiless.ts';
import { answer, exchange, factsWith, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

/** What a rule says of what a client got. */
function judge(id: string, raw: string, one: Partial<Exchange> = {}) {
  return judgeRule(bodiless, id, factsWith({ exchanges: [exchange({ raw, ...one })] }));
}

const head = (status: number, ...fields: string[]) =>
  `HTTP/1.1 ${status} Some\r\n${fields.map((field) => `${field}\r\n`).join('')}\r\n`;

for (const [id, field, name] of [
  ['R-9110-8.6-4', 'Content-Length: 2', 'Content-Length'],
  ['R-9112-6.1-3', 'Transfer-Encoding: chunked', 'Transfer-Encoding'],
] as const) {
  t.test(`${id}: no ${name} in a 1xx or a 204`, (t) => {
    t.match(judge(id, head(204, field)), [{ expected: `a 204 without ${name}`, actual: `a 204 with \`${field}\`` }]);
    t.equal(judge(id, head(103, field) + answer(200)).length, 1);
    t.equal(judge(id, head(101, field)).length, 1);
    t.equal(judge(id, head(204, field), { method: 'HEAD' }).length, 1);
    t.strictSame(judge(id, head(204)), []);
    t.end();
  });

  t.test(`${id}: any other response may have one`, (t) => {
    t.strictSame(judge(id, head(304, field)), []);
    t.strictSame(judge(id, head(200, field), { method: 'HEAD' }), []);
    t.strictSame(judge(id, answer(502)), []);
    t.strictSame(judge(id, head(99, field)), [], 'what is no status is for others');
    t.end();
  });
}

const KINDS = [
  ['R-9110-15.3.5-1', 'GET', 204],
  ['R-9110-15.4.5-1', 'GET', 304],
  ['R-9112-6.3-1', 'HEAD', 200],
] as const;

t.test('octets behind a bodiless answer do not reach its client', (t) => {
  for (const [id, method, status] of KINDS) {
    t.match(judge(id, `${head(status)}ok`, { method }), [
      { actual: `2 octets behind it (${status} complete, connection kept)` },
    ]);
    t.strictSame(judge(id, head(status), { method }), [], id);
    t.strictSame(judge(id, answer(502), { method: 'GET' }), [], id);
  }
  t.end();
});

t.test('each rule speaks of one kind of answer', (t) => {
  for (const [, method, status] of KINDS) {
    const speaking = KINDS.filter(([id]) => judge(id, `${head(status)}ok`, { method }).length > 0);
    t.strictSame(
      speaking.map((kind) => kind[2]),
      [status],
    );
  }
  t.strictSame(judge('R-9112-6.3-1', `${answer(200, {}, 'hello')}ok`), [], 'surplus behind a body is for OP-32');
  t.end();
});

const POISON = answer(200, {}, 'poison');

/** What a rule says where a surplus followed the first answer, and this is what the next request on the connection got. */
function judgeNext(id: string, got: string, { method = 'GET', said = '', nth = 2, connection = 1 } = {}) {
  const status = KINDS.find((kind) => kind[0] === id)?.[2] ?? 200;
  const exchanges = [exchange({ method, raw: head(status) }), exchange({ id: 'steps-2', raw: got, startedAt: 1100 })];
  const observations = [
    ...upstreamSaid(head(status, 'Content-Length: 44') + POISON, { method }),
    ...upstreamSaid(said, { id: 'steps-2', from: 1101, nth, connection }),
  ];
  return judgeRule(bodiless, id, factsWith({ exchanges, observations }));
}

t.test('nor do they become the response to the next request', (t) => {
  const own = answer(200, { 'X-Gatecrash-Id': 'steps-2' }, 'hello');
  for (const [id, method] of KINDS) {
    t.match(judgeNext(id, POISON, { method }), [{ exchange: 'steps-2', actual: /whose body was surplus/ }], id);
    t.match(judgeNext(id, POISON, { method, said: own }), [{ exchange: 'steps-2' }], `${id}, answered by both`);
    t.equal(judgeNext(id, answer(200, {}, POISON + own), { method, said: own }).length, 1, `${id}, as content`);
    t.strictSame(judgeNext(id, own, { method, said: own }), [], id);
    t.strictSame(judgeNext(id, answer(502, {}, 'poison'), { method, said: own }), [], id);
    t.strictSame(judgeNext(id, POISON, { method, said: POISON }), [], `${id}, where the upstream said so again`);
    t.strictSame(judgeNext(id, POISON, { method, nth: 1, connection: 2 }), [], `${id}, on another connection`);
  }
  t.end();
});

t.test('R-9110-15.3.6-1: a 205 has no content', (t) => {
  t.match(judge('R-9110-15.3.6-1', answer(205, {}, 'hello')), [{ actual: 'a 205 with 5 octets of content' }]);
  t.equal(judge('R-9110-15.3.6-1', `${head(205, 'Transfer-Encoding: chunked')}2\r\nok\r\n0\r\n\r\n`).length, 1);
  for (const raw of [answer(205), `${head(205, 'Transfer-Encoding: chunked')}0\r\n\r\n`, answer(502, {}, 'sorry')])
    t.strictSame(judge('R-9110-15.3.6-1', raw), [], raw);
  t.end();
});
