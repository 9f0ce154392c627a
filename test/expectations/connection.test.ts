import t from 'tap';
import connection from '../../harness/expectations/connection.ts';
import { exchange } from '../support/evidence.ts';
import { judgeStep, refusals } from './judge-step.ts';

t.test('a connection was kept or closed, and an endless wait is neither', (t) => {
  for (const [ended, kept, closed] of [
    ['kept', 0, 1],
    ['fin', 1, 0],
    ['rst', 1, 0],
    ['timeout', 1, 1],
  ] as const) {
    t.equal(judgeStep(connection, 'kept', [exchange({ ended })]).length, kept, `kept, ${ended}`);
    t.equal(judgeStep(connection, 'closed', [exchange({ ended })]).length, closed, `closed, ${ended}`);
  }
  t.match(judgeStep(connection, 'kept', [exchange({ ended: 'rst' })]), [
    { expected: 'the client connection kept', actual: '200 complete, reset' },
  ]);
  t.match(refusals(connection, 'open'), ['must be kept or closed']);
  t.end();
});
