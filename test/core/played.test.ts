import t from 'tap';
import { notPlayed, playedOf } from '../../harness/core/played.ts';
import type { Result } from '../../harness/core/verdict.ts';
import { caseOf, ended } from '../support/run-events.ts';

const item = caseOf('crash/refused', 'nginx');
const attempts = (...results: Result[]) =>
  results.map((result, index) =>
    ended({ ...item, attempt: index + 1 }, { result, findings: [] }, { retried: index < results.length - 1 }),
  );

t.test('a case is flaky when it failed or broke and then did not', async (t) => {
  const flaky = (...results: Result[]) => playedOf(attempts(...results)).map((played) => played.flaky);
  t.same(flaky('pass'), [false]);
  t.same(flaky('fail', 'pass'), [true]);
  t.same(flaky('broken', 'deviates'), [true]);
  t.same(flaky('fail', 'fail', 'pass'), [true]);
  t.same(flaky('fail', 'broken'), [false]);
});

t.test('repeats are cases of their own, and a case without a last attempt was not played', async (t) => {
  const again = { ...item, repeat: 2 };
  const events = [...attempts('fail', 'pass'), ended(again, { result: 'fail', findings: [] }, { retried: true })];
  t.same(
    playedOf(events).map(({ last, earlier }) => [last.case.repeat, earlier.length]),
    [[1, 1]],
  );
  t.same(notPlayed([item, again], events), [again]);
});
