import t from 'tap';
import p99 from '../../harness/expectations/p99.ts';
import { exchange } from '../support/evidence.ts';
import { judgeStep, refusals } from './judge-step.ts';

const times = (...all: number[]) => all.map((ms) => exchange({ ms }));
/** 98 fast ones and two others, so that the 99th percentile is the lower of the two. */
const hundred = (ms: number) => [...times(ms, 5000), ...times(...Array<number>(98).fill(10))];

t.test('the 99th percentile is bounded, absolutely or by that of the twin', (t) => {
  t.strictSame(judgeStep(p99, '< 250ms', hundred(249)), []);
  t.strictSame(judgeStep(p99, '< twin + 250ms', hundred(259), times(10)), []);
  t.strictSame(judgeStep(p99, '<3x twin', times(29), times(10)), []);
  t.strictSame(judgeStep(p99, '< 1.5x twin + 50ms', times(64), times(10)), []);
  t.end();
});

t.test('a slower one is a finding that is bound to time', (t) => {
  t.match(judgeStep(p99, '< 250ms', hundred(250)), [
    { expected: 'p99 < 250ms', actual: '250 ms over 100 requests', timed: true },
  ]);
  t.match(judgeStep(p99, '< 3x twin', times(30), times(10)), [
    { expected: "p99 < 3x twin (30 ms; the twin's p99 is 10 ms)" },
  ]);
  t.end();
});

t.test('what is no bound is refused in words', (t) => {
  for (const wrong of ['250ms', '< 250', '< twins', '> 1s', '< twin + x', 250])
    t.match(refusals(p99, wrong), [/must be a bound such as/], JSON.stringify(wrong));
  t.end();
});
