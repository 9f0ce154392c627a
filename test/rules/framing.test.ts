import t from 'tap';
import type { Exchange } from '../../harness/core/evidence.ts';
import type { Acceptable } from '../../harness/core/outcome.ts';
import framing from '../../harness/rules/framing.ts';
import { answer, caseWith, exchange, factsWith, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

function judge(id: string, one: Partial<Exchange> & { raw?: string }, accepts: Acceptable[] = ['error']) {
  const exchanges = [exchange({ fault: 'broken', ...one })];
  return judgeRule(framing, id, factsWith({ exchanges, outcome: { accepts } }));
}

t.test('OP-32: one response with the own id, or one that the gateway made, is right', (t) => {
  t.strictSame(judge('OP-32', {}), []);
  t.strictSame(judge('OP-32', { raw: answer(502) }), []);
  t.strictSame(judge('OP-32', { raw: answer(200, { 'Content-Length': '9' }, 'hel'), ended: 'fin' }), []);
  t.strictSame(judge('OP-32', { raw: '', ended: 'fin' }), [], 'silence is for OP-29');
  t.strictSame(judge('OP-32', { raw: '', ended: 'timeout' }), []);
  t.end();
});

t.test('OP-32: octets behind the response are a finding, in the aftermath too', (t) => {
  const raw = `${answer(200, {}, 'hello')}HTTP/1.1 200 OK\r\n\r\n`;
  t.match(judge('OP-32', { raw }), [{ actual: '19 octets behind it (200 complete, connection kept)' }]);
  t.equal(judge('OP-32', { raw, phase: 'aftermath', fault: null }).length, 1);
  t.end();
});

t.test("OP-32: another request's response is a finding", (t) => {
  t.match(judge('OP-32', { raw: answer(200, { 'X-Gatecrash-Id': 'steps-9' }) }), [
    { actual: 'the response to steps-9' },
  ]);
  t.end();
});

t.test('OP-32: a stored response carries the id of an earlier request for the same, where there is a store', (t) => {
  const stored = answer(200, { 'X-Gatecrash-Id': 'steps-1' });
  const judgeStored = (cache: boolean, target = '/') => {
    const item = caseWith();
    const settings = { ...item.variant.settings, cache };
    const exchanges = [exchange({ target }), exchange({ id: 'steps-2', startedAt: 2000, raw: stored })];
    return judgeRule(
      framing,
      'OP-32',
      factsWith({ case: { ...item, variant: { ...item.variant, settings } }, exchanges }),
    );
  };
  t.strictSame(judgeStored(true), []);
  t.equal(judgeStored(true, '/else').length, 1);
  t.equal(judgeStored(false).length, 1);
  t.end();
});

t.test('OP-32: it holds while all is well, too', (t) => {
  const twin = [exchange({ phase: 'twin', id: 'twin-1', raw: `${answer(200)}more` })];
  t.match(judgeRule(framing, 'OP-32', factsWith({ twin })), [{ exchange: 'twin-1' }]);
  t.end();
});

t.test('OP-32: framing that can be read in two ways is a finding, an odd reason phrase is none', (t) => {
  const both = 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n';
  t.match(judge('OP-32', { raw: both }), [{ expected: 'unambiguous framing', actual: /^both Content-Length and/ }]);
  t.equal(judge('OP-32', { raw: both }, ['passed-on']).length, 1, 'it may not be passed on');
  t.strictSame(judge('OP-32', { raw: answer(200).replace('200 Some', '200') }), []);
  t.end();
});

t.test('OP-32: octets that are no response are one finding', (t) => {
  t.match(judge('OP-32', { raw: 'hello\n', ended: 'fin' }), [{ actual: /^octets that do not begin with HTTP/ }]);
  t.match(judge('OP-32', { raw: 'HTTP/1.1 200 OK\r\nX: y', ended: 'fin' }), [
    { actual: '21 bytes that are no response, closed by FIN' },
  ]);
  t.match(judge('OP-32', { raw: 'HTTP/1.1 100 Continue\r\n\r\n', ended: 'rst' }), [{ expected: 'one final response' }]);
  t.strictSame(judge('OP-32', { raw: 'HTTP/1.1 200 OK\r\nX: y', ended: 'fin' }, ['truncated']), []);
  t.end();
});

t.test('OP-33: NUL, bare CR and bare LF are findings whatever the upstream sent', (t) => {
  for (const value of ['a\0b', 'a\rb', 'a\nb: c'])
    t.equal(judge('OP-33', { raw: answer(200, { X: value }) }, ['passed-on']).length, 1, JSON.stringify(value));
  t.strictSame(judge('OP-33', { raw: answer(200, { X: 'a\tb\xff' }) }), []);
  t.end();
});

t.test('OP-33: other control characters may be passed on where the catalogue says so', (t) => {
  const raw = answer(200, { X: 'a\x01b' });
  t.equal(judge('OP-33', { raw }).length, 1);
  t.strictSame(judge('OP-33', { raw }, ['error', 'passed-on']), []);
  t.strictSame(judge('OP-33', { raw: answer(200).replace('Some', '\x1b') }), [], 'a reason phrase is for R-9112-4-3');
  t.equal(judge('OP-33', { raw: answer(200, { X: '\x1b' }).replace('Some', '\x1b') }).length, 1);
  t.end();
});

t.test('R-9110-2.2-1: what is not in the grammar is a finding, unless it may be passed on', (t) => {
  for (const raw of [
    answer(200).replace('HTTP/1.1', 'HTTP/9.9'),
    answer(200, { 'X-Bad ': 'a' }),
    answer(200, { X: 'a\r\n b' }),
    answer(999),
  ]) {
    t.equal(judge('R-9110-2.2-1', { raw }).length, 1, raw);
    t.strictSame(judge('R-9110-2.2-1', { raw }, ['passed-on']), [], raw);
  }
  t.strictSame(judge('R-9110-2.2-1', { raw: answer(200) }), []);
  t.strictSame(judge('R-9110-2.2-1', { raw: answer(200).slice(0, 20), ended: 'fin' }), [], 'a cut head is for OP-32');
  t.end();
});

t.test('R-9110-2.2-1: an oddity that the upstream sent is not the gateway’s own', (t) => {
  const raw = answer(999, {}, 'hello');
  const passedOn = factsWith({ exchanges: [exchange({ raw })], observations: upstreamSaid(raw) });
  t.strictSame(judgeRule(framing, 'R-9110-2.2-1', passedOn), []);
  const spoilt = factsWith({ exchanges: [exchange({ raw })], observations: upstreamSaid(answer(200, {}, 'hello')) });
  t.equal(judgeRule(framing, 'R-9110-2.2-1', spoilt).length, 1);
  const interim = 'HTTP/1.1 103 Early Hints\r\nContent-Length: 5\r\n\r\n';
  const hints = factsWith({ exchanges: [exchange({ raw: interim })], observations: upstreamSaid(interim) });
  t.strictSame(judgeRule(framing, 'R-9110-2.2-1', hints), [], 'nor is that of an interim response');
  t.end();
});

t.test('R-9110-2.2-1: an odd interim response before the gateway’s own error is the upstream’s', (t) => {
  const hints = 'HTTP/1.1 103 Early Hints\r\nContent-Length: 5\r\n\r\n';
  const raw = hints + answer(502, {}, 'bad gateway');
  const judged = (said: string) =>
    judgeRule(framing, 'R-9110-2.2-1', factsWith({ exchanges: [exchange({ raw })], observations: upstreamSaid(said) }));
  t.strictSame(judged(`${hints}early`), []);
  t.equal(judged('HTTP/1.1 103 Early Hints\r\n\r\nearly').length, 1);
  t.end();
});
