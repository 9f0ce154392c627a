import t from 'tap';
import status from '../../harness/expectations/status.ts';
import { answer, exchange } from '../support/evidence.ts';
import { judgeStep, refusals } from './judge-step.ts';

const bad = exchange({ raw: answer(502) });
const silent = exchange({ raw: '', ended: 'fin' });

t.test('a status, a class, none, and lists of these are met', (t) => {
  for (const wanted of [502, '502', '5xx', [200, 502], ['none', '5xx'], ['200', '502']])
    t.strictSame(judgeStep(status, wanted, [bad]), [], JSON.stringify(wanted));
  t.strictSame(judgeStep(status, 'none', [silent]), []);
  t.strictSame(judgeStep(status, [200, 'none'], [exchange({ raw: '', ended: 'rst' })]), []);
  t.end();
});

t.test('any other answer is not', (t) => {
  t.strictSame(judgeStep(status, [200, '4xx', 'none'], [bad]), [
    { expected: 'status 200 or 4xx or none', actual: '502 complete, connection kept', exchange: 'steps-1' },
  ]);
  t.match(judgeStep(status, 502, [silent]), [{ actual: 'no byte, closed by FIN' }]);
  t.equal(judgeStep(status, '5xx', [silent, bad, silent]).length, 2, 'each exchange of the step is judged');
  t.end();
});

t.test('none is neither an endless wait nor a few bytes', (t) => {
  for (const one of [exchange({ raw: '', ended: 'timeout' }), exchange({ raw: 'HTTP/1.1', ended: 'fin' })])
    t.equal(judgeStep(status, 'none', [one]).length, 1);
  t.end();
});

t.test('what is no status is refused in words', (t) => {
  for (const wrong of [99, 1000, 20.5, '20', '6xx', 'nothing', true, {}, [], [[200]]])
    t.match(refusals(status, wrong).join(), /must be a status such as 502/, JSON.stringify(wrong));
  t.end();
});
