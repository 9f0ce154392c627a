import t from 'tap';
import within from '../../harness/expectations/within.ts';
import { answer, exchange } from '../support/evidence.ts';
import { judgeStep, refusals } from './judge-step.ts';

const after = (ms: number) => exchange({ id: `ms-${ms}`, raw: answer(504), ms });

t.test('a lone duration bounds from above, a range from both sides', (t) => {
  t.strictSame(judgeStep(within, '500ms', [after(0), after(500)]), []);
  t.strictSame(judgeStep(within, '1s..1.5s', [after(1000), after(1500)]), []);
  t.equal(judgeStep(within, '500ms', [after(501)]).length, 1);
  t.equal(judgeStep(within, '1s..1.5s', [after(999), after(1501)]).length, 2);
  t.end();
});

t.test('the worst comes first, and is bound to time', (t) => {
  t.match(judgeStep(within, '1s..1.5s', [after(1600), after(200), after(1200)]), [
    { actual: '200 ms (504 complete, connection kept)', exchange: 'ms-200', timed: true },
    { actual: '1.6 s (504 complete, connection kept)', exchange: 'ms-1600', timed: true },
  ]);
  t.end();
});

t.test('waiting for an announced close does not count, waiting for the end of a body does', (t) => {
  const endedAt = 2000;
  t.strictSame(judgeStep(within, '500ms', [exchange({ startedAt: 1000, ms: 5, endedAt, ended: 'fin' })]), []);
  const cut = exchange({ raw: answer(200, { 'Content-Length': '9' }), startedAt: 1000, endedAt, ended: 'fin' });
  t.equal(judgeStep(within, '500ms', [cut]).length, 1);
  const noResponse = exchange({ raw: 'hello', startedAt: 1000, ms: 5, endedAt, ended: 'kept' });
  t.strictSame(judgeStep(within, '500ms', [noResponse]), [], 'nor does waiting behind octets that are no response');
  t.end();
});

t.test('what is no time is refused in words', (t) => {
  for (const wrong of ['500', 500, '1.5s..1s', '1s..2s..3s', '', 'soon'])
    t.match(refusals(within, wrong), [/must be a duration such as 500ms/], JSON.stringify(wrong));
  t.end();
});
