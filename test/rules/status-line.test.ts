import t from 'tap';
import type { Exchange } from '../../harness/core/evidence.ts';
import statusLine from '../../harness/rules/status-line.ts';
import { answer, exchange, factsWith, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

const ok = (version: string) => answer(200, {}, 'hello').replace('HTTP/1.1', version);

/** What a rule says where the upstream said this, and the client got that. */
function judge(id: string, said: string, got: string, one: Partial<Exchange> = {}) {
  const exchanges = [exchange({ raw: got, ...one })];
  const twin = [exchange({ phase: 'twin', id: 'twin-1' })];
  return judgeRule(statusLine, id, factsWith({ exchanges, twin, observations: upstreamSaid(said) }));
}

t.test('R-9110-6.2-1: an answer in HTTP/1.9 is passed on, in our version', (t) => {
  t.strictSame(judge('R-9110-6.2-1', ok('HTTP/1.9'), ok('HTTP/1.1')), []);
  t.match(judge('R-9110-6.2-1', ok('HTTP/1.9'), answer(502)), [
    { expected: "the upstream's 200, read as HTTP/1.1", actual: '502 complete, connection kept, for HTTP/1.9' },
  ]);
  t.end();
});

t.test('R-9110-6.2-1: its chunks are chunks', (t) => {
  const chunks = '5\r\nhello\r\n0\r\n\r\n';
  const said = `HTTP/1.9 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`;
  t.strictSame(judge('R-9110-6.2-1', said, answer(200, {}, 'hello')), []);
  t.strictSame(judge('R-9110-6.2-1', said, answer(200, {}, 'made anew, and longer')), []);
  t.match(judge('R-9110-6.2-1', said, answer(200, {}, chunks)), [{ actual: /^a body with the chunk sizes in it/ }]);
  t.end();
});

t.test('R-9110-6.2-1: another major version, another defect and a cut answer may be refused', (t) => {
  for (const said of [
    ok('HTTP/1.1'),
    ok('HTTP/1.0'),
    ok('HTTP/9.9'),
    ok('HTTP/1.10'),
    ok('HTTP/1.9').replace('\r\n\r\n', '\r\nno colon\r\n\r\n'),
    ok('HTTP/1.9').slice(0, -1),
  ])
    t.strictSame(judge('R-9110-6.2-1', said, answer(502)), [], said);
  t.strictSame(judge('R-9110-6.2-1', ok('HTTP/1.9'), '', { aborted: 'rst' }), []);
  t.end();
});

t.test('R-9110-6.2-2: an odd version of the upstream does not reach the client', (t) => {
  for (const version of ['HTTP/9.9', 'HTTP/1.9', 'HTTP/2.0', 'http/1.1']) {
    t.match(judge('R-9110-6.2-2', ok(version), ok(version)), [{ actual: `${version} 200, as the upstream said` }]);
    t.strictSame(judge('R-9110-6.2-2', ok(version), ok('HTTP/1.1')), [], version);
    t.strictSame(judge('R-9110-6.2-2', ok(version), answer(502)), [], version);
  }
  t.strictSame(judge('R-9110-6.2-2', ok('HTTP/1.0'), ok('HTTP/1.0')), [], 'HTTP/1.0 is none of its affair');
  t.strictSame(judge('R-9110-6.2-2', ok('HTTP/1.1'), ok('HTTP/9.9')), [], 'nor is what the gateway made up');
  t.end();
});

t.test('R-9110-6.2-2: not with an interim response either', (t) => {
  const said = `HTTP/1.9 103 Early Hints\r\n\r\n${ok('HTTP/1.1')}`;
  t.equal(judge('R-9110-6.2-2', said, said).length, 1);
  t.end();
});

t.test("R-9112-2.3-1: the upstream's HTTP/1.0 does not reach an HTTP/1.1 client", (t) => {
  t.match(judge('R-9112-2.3-1', ok('HTTP/1.0'), ok('HTTP/1.0')), [{ actual: 'HTTP/1.0 200, as the upstream said' }]);
  t.strictSame(judge('R-9112-2.3-1', ok('HTTP/1.0'), ok('HTTP/1.1')), []);
  t.strictSame(judge('R-9112-2.3-1', ok('HTTP/1.0'), ok('HTTP/1.0'), { version: '1.0' }), [], 'to an older client');
  t.strictSame(judge('R-9112-2.3-1', ok('HTTP/1.1'), ok('HTTP/1.0')), [], 'not of the upstream');
  t.end();
});

t.test('R-9112-2.3-1: a gateway that is HTTP/1.0 itself says so', (t) => {
  const exchanges = [exchange({ raw: ok('HTTP/1.0') })];
  const facts = factsWith({ exchanges, observations: upstreamSaid(ok('HTTP/1.0')) });
  t.strictSame(judgeRule(statusLine, 'R-9112-2.3-1', facts), []);
  t.end();
});

const odd = (status: string, body = 'hello') => `HTTP/1.1 ${status} Odd\r\nContent-Length: 5\r\n\r\n${body}`;

t.test('R-9110-15-2: a status outside 100 to 599 is a 5xx to the client', (t) => {
  for (const status of ['999', '600', '099', '000']) {
    t.match(judge('R-9110-15-2', odd(status), odd(status)), [{ expected: `a 5xx, for "HTTP/1.1 ${status} Odd"` }]);
    t.match(judge('R-9110-15-2', odd(status), answer(200)), [{ actual: '200 complete, connection kept' }]);
    t.equal(judge('R-9110-15-2', odd(status), answer(404)).length, 1);
    for (const ours of [500, 502, 503]) t.strictSame(judge('R-9110-15-2', odd(status), answer(ours)), [], status);
  }
  t.strictSame(judge('R-9110-15-2', answer(599), answer(599)), []);
  t.end();
});

t.test('R-9110-15-2: a stored response is as good as an error, and silence is for others to judge', (t) => {
  const stale = answer(200, { 'X-Gatecrash-Id': 'steps-0' });
  t.strictSame(judge('R-9110-15-2', odd('999'), stale), []);
  t.strictSame(judge('R-9110-15-2', odd('999'), '', { ended: 'fin' }), []);
  t.end();
});

t.test('R-9112-4-1: a status that is not three digits makes no response', (t) => {
  for (const status of ['20', '2000', 'abc', '']) {
    t.equal(judge('R-9112-4-1', odd(status), odd(status)).length, 1, `passed on: ${status}`);
    t.equal(judge('R-9112-4-1', odd(status), answer(200, {}, 'hello')).length, 1, `repaired: ${status}`);
    t.strictSame(judge('R-9112-4-1', odd(status), answer(502)), [], status);
    t.strictSame(judge('R-9112-4-1', odd(status), '', { ended: 'fin' }), [], status);
  }
  t.strictSame(judge('R-9112-4-1', odd('999'), odd('999')), [], 'three digits, whatever they say');
  t.end();
});

t.test('R-9112-4-2: the space behind the status stands there without a reason', (t) => {
  const bare = answer(200).replace('200 Some', '200');
  t.match(judge('R-9112-4-2', bare, bare), [{ actual: /^no space after the status at offset 12/ }]);
  t.strictSame(judge('R-9112-4-2', bare, answer(200).replace('Some', '')), []);
  t.strictSame(judge('R-9112-4-2', bare, answer(200)), []);
  t.strictSame(judge('R-9112-4-2', bare, answer(502)), []);
  t.end();
});

t.test('R-9112-4-3: a reason phrase holds no control characters', (t) => {
  const reason = (text: string) => answer(200).replace('Some', text);
  for (const text of ['O\0K', 'O\x1bK', 'O\rK', '\x7f'])
    t.match(judge('R-9112-4-3', reason(text), reason(text)), [{ actual: JSON.stringify(text) }]);
  for (const text of ['OK', '', 'O\tK', 'gr\xfcn'])
    t.strictSame(judge('R-9112-4-3', reason('O\0K'), reason(text)), [], text);
  const hints = 'HTTP/1.1 103 a\x01b\r\n\r\n';
  t.equal(judge('R-9112-4-3', hints + answer(200), hints + answer(200)).length, 1, 'nor does that of a 103');
  t.strictSame(judge('R-9112-4-3', reason('O\0K'), answer(502)), []);
  t.end();
});
