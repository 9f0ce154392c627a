import t from 'tap';
import retryAfter from '../../harness/rules/retry-after.ts';
import { answer, exchange, factsWith, upstreamSaid } from '../support/evidence.ts';
import { judgeRule } from './judge-rule.ts';

t.test('R-9110-10.2.3-1: a date or a number', (t) => {
  const said = (value: string) =>
    judgeRule(
      retryAfter,
      'R-9110-10.2.3-1',
      factsWith({ exchanges: [exchange({ raw: answer(503, { 'Retry-After': value }) })] }),
    );
  for (const value of ['5s', '-1', '1.5', 'soon', '', '5, 7', 'Sun, 6 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37Z'])
    t.equal(said(value).length, 1, value);
  t.match(said('5s'), [{ actual: '503 with Retry-After: "5s"' }]);
  for (const value of [
    '0',
    '120',
    'Sun, 06 Nov 1994 08:49:37 GMT',
    'Sunday, 06-Nov-94 08:49:37 GMT',
    'Sun Nov  6 08:49:37 1994',
  ])
    t.strictSame(said(value), [], value);
  t.end();
});

t.test("R-9110-10.2.3-1: the upstream's own is its own affair", (t) => {
  const raw = answer(503, { 'Retry-After': 'soon' }, 'busy');
  const facts = factsWith({ exchanges: [exchange({ raw })], observations: upstreamSaid(raw) });
  t.strictSame(judgeRule(retryAfter, 'R-9110-10.2.3-1', facts), []);
  t.end();
});

const TWO = answer(503, { 'Retry-After': '7', 'retry-after': '5' }, 'busy');
const ONE = answer(503, { 'Retry-After': '7' }, 'busy');

t.test('R-9110-15.6.4-2: one Retry-After, not two', (t) => {
  const judge = (raw: string, said: string) =>
    judgeRule(
      retryAfter,
      'R-9110-15.6.4-2',
      factsWith({ exchanges: [exchange({ raw })], observations: upstreamSaid(said) }),
    );
  t.match(judge(TWO, ONE), [{ actual: '503 with Retry-After: 7 and Retry-After: 5' }]);
  t.equal(judge(TWO, '').length, 1, 'nor in an error of the gateway');
  t.strictSame(judge(ONE, ONE), []);
  t.strictSame(judge(answer(503), answer(503)), []);
  t.strictSame(judge(TWO, TWO), [], 'the upstream sent two');
  t.end();
});

t.test('OP-23: who turns a request away says when to come back', (t) => {
  const judge = (raw: string, pendingUntil = 2000) => {
    const exchanges = [
      exchange({ id: 'steps-1', endedAt: pendingUntil }),
      exchange({ id: 'steps-2', startedAt: 1100, raw, connection: 2 }),
    ];
    return judgeRule(retryAfter, 'OP-23', factsWith({ exchanges, observations: upstreamSaid('') }));
  };
  t.match(judge(answer(503)), [{ exchange: 'steps-2', expected: 'a Retry-After' }]);
  t.strictSame(judge(answer(503, { 'Retry-After': '5' })), []);
  t.strictSame(judge(answer(502)), []);
  t.strictSame(judge(answer(503), 1050), [], 'the upstream was not busy: it may have been down');
  t.end();
});
