import t from 'tap';
import headers from '../../harness/expectations/headers.ts';
import { answer, exchange } from '../support/evidence.ts';
import { judgeStep, refusals } from './judge-step.ts';

const one = exchange({ raw: answer(503, { 'Retry-After': '7', Via: 'a', via: 'b', Empty: '' }) });

t.test('fields are met by text, number, pattern, presence and absence, whatever their case', (t) => {
  const met: Parameters<typeof headers.judge>[0][] = [
    { 'retry-after': '7' },
    { 'Retry-After': 7, VIA: 'a, b' },
    { Via: { matches: '^a' }, 'X-Secret': 'absent', Empty: 'present' },
  ];
  for (const wanted of met) t.strictSame(judgeStep(headers, wanted, [one]), [], JSON.stringify(wanted));
  t.end();
});

t.test('each field that is otherwise is a finding', (t) => {
  const wanted = { 'Retry-After': '8', Via: 'absent', Server: 'present', Date: { matches: 'GMT' } };
  t.strictSame(
    judgeStep(headers, wanted, [one]).map(({ expected, actual }) => [expected, actual]),
    [
      ['Retry-After: 8', 'Retry-After: 7'],
      ['no Via', 'Via: a, b'],
      ['some Server', 'no Server'],
      ['Date that matches GMT', 'no Date'],
    ],
  );
  t.end();
});

t.test('without a response nothing is met, not even absence', (t) => {
  t.match(judgeStep(headers, { Via: 'absent' }, [exchange({ raw: '', ended: 'fin' })]), [
    { expected: 'no Via', actual: 'no byte, closed by FIN' },
  ]);
  t.end();
});

t.test('a wrong pattern or name is refused in words', (t) => {
  t.match(refusals(headers, { Via: { matches: '(' } }), [/must be a/]);
  t.match(refusals(headers, { Via: true }), [/must be a text, present, absent/]);
  t.not(refusals(headers, { 'a b': 'x' }).length, 0);
  t.end();
});
