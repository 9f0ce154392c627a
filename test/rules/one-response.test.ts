import t from 'tap';
import oneResponse from '../../harness/rules/one-response.ts';
import { answer, exchange, factsWith, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

/** What the rule says where the upstream said this (empty: it was not asked), and the client got that. */
function judge(got: string, said = '') {
  const observations = said === '' ? [] : upstreamSaid(said);
  return judgeRule(oneResponse, 'R-9110-15-1', factsWith({ exchanges: [exchange({ raw: got })], observations }));
}

const HALF = 'HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\nhalf';

t.test('one final response is right, with interim ones before it', (t) => {
  for (const got of [answer(200, {}, 'hello'), `HTTP/1.1 103 Early Hints\r\n\r\n${answer(200)}`, answer(502), HALF, ''])
    t.strictSame(judge(got, answer(200, {}, 'hello')), [], got);
  t.end();
});

t.test("a second one behind it is a finding, the upstream's or the gateway's", (t) => {
  const two = answer(200, {}, 'hello') + answer(200, {}, 'poison');
  t.match(judge(two, two), [{ actual: 'a second one: "HTTP/1.1 200 Some"' }]);
  t.match(judge(answer(200) + answer(502)), [{ actual: 'a second one: "HTTP/1.1 502 Some"' }]);
  t.end();
});

t.test('other octets behind it, a late 100 among them, are for OP-32', (t) => {
  t.strictSame(judge(`${answer(200)}hello`), []);
  t.strictSame(judge(`${answer(417)}HTTP/1.1 100 Continue\r\n\r\n`), []);
  t.end();
});

t.test('an error of the gateway within the content is a finding', (t) => {
  t.match(judge(`${HALF}${answer(502)}`, HALF), [{ actual: /^a second one: "HTTP\/1.1 502/ }]);
  t.end();
});

t.test('a status line that the upstream sent as content, or where one should be, is none', (t) => {
  const quoting = answer(200, {}, 'log: HTTP/1.1 502 Bad Gateway\r\n');
  t.strictSame(judge(quoting, quoting), []);
  t.strictSame(judge(answer(200, {}, 'HTTP/1.1 200 OKContent-Length: 5'), 'HTTP/1.1 200 OK\r\nContent-Length: 5'), []);
  t.strictSame(judge(quoting), [], 'nothing is known of where a stored response comes from');
  t.end();
});
