import t from 'tap';
import type { Exchange } from '../../harness/core/evidence.ts';
import rules from '../../harness/rules/oversized-heads.ts';
import { answer, exchange, factsWith, seen, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

const OVERSIZED = answer(200, { 'X-Long': 'a'.repeat(40_000) }, 'hello');
type Given = Partial<Exchange> & { readonly raw?: string };

/** The upstream `app` sends this to the first request; then there is a request to `other`. */
function judge(sent: string, first: Given, second: Given = {}, ofOther = answer(200, {}, 'hello')) {
  const exchanges = [exchange(first), exchange({ id: 'steps-2', upstream: 'other', startedAt: 1100, ...second })];
  const other = upstreamSaid(ofOther, { id: 'steps-2', upstream: 'other', from: 1101 });
  return judgeRule(rules, 'R-9110-2.3-1', factsWith({ exchanges, observations: [...upstreamSaid(sent), ...other] }));
}

t.test('An oversized head may be refused, passed on or cut; the other route goes on', (t) => {
  for (const raw of [answer(502), OVERSIZED, answer(200, {}, 'hello'), '']) t.strictSame(judge(OVERSIZED, { raw }), []);
  t.end();
});

t.test('An exchange that never ends is a finding, also where not all that was sent is kept', (t) => {
  t.match(judge(OVERSIZED, { raw: '', ended: 'timeout' }), [{ actual: 'no byte, never ended', exchange: 'steps-1' }]);
  t.strictSame(judge(answer(200), { raw: '', ended: 'timeout' }), [], 'that head was not oversized');
  const cut = seen(1003, { kind: 'sent', octets: 'HTTP/1.1 200 OK\r\nX: ', cut: true } as never);
  const observations = [...upstreamSaid(''), cut];
  const facts = factsWith({ exchanges: [exchange({ raw: '', ended: 'timeout' })], observations });
  t.equal(judgeRule(rules, 'R-9110-2.3-1', facts).length, 1);
  t.end();
});

t.test('A failure on the other route afterwards is a finding', (t) => {
  for (const raw of [answer(502), ''])
    t.match(judge(OVERSIZED, {}, { raw, ended: 'fin' }), [
      { expected: 'the answer of other, which is healthy', exchange: 'steps-2' },
    ]);
  t.strictSame(judge(answer(200), {}, { raw: answer(502) }), []);
  t.end();
});

t.test("A failure before it, on the same route, or of the other upstream's making is none", (t) => {
  t.strictSame(judge(OVERSIZED, {}, { raw: answer(502), startedAt: 900 }), []);
  t.strictSame(judge(OVERSIZED, {}, { raw: answer(502), upstream: 'app' }), []);
  t.strictSame(judge(OVERSIZED, {}, { raw: answer(502), fault: 'broken' }), []);
  t.strictSame(judge(OVERSIZED, {}, { raw: answer(503) }, answer(503)), []);
  t.strictSame(judge(OVERSIZED, {}, { raw: answer(502) }, 'garbage'), []);
  t.strictSame(judge(OVERSIZED, {}, { raw: answer(404) }), []);
  t.end();
});
