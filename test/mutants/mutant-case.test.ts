import t from 'tap';
import { isDoubtful, type MutantCase } from './mutant-case.ts';

const timed = { rule: 'OP-01', expected: 'within 500 ms', actual: '524 ms', timed: true };
const status = { rule: 'OP-06', expected: '502', actual: '500' };

function played(change: Partial<MutantCase>): MutantCase {
  return {
    id: 'a@m',
    scenario: 'a',
    result: 'fail',
    findings: [],
    reason: null,
    unsound: false,
    late: false,
    ...change,
  };
}

t.test('a time that nobody expected is in doubt', (t) => {
  t.ok(isDoubtful(played({ findings: [status, timed] }), new Set(['OP-06'])));
  t.notOk(isDoubtful(played({ findings: [timed] }), new Set(['OP-01'])));
  t.ok(isDoubtful(played({ findings: [{ ...timed, rule: 'expect.within' }] }), new Set(['OP-01'])));
  t.notOk(isDoubtful(played({ findings: [{ ...timed, rule: 'expect.within' }] }), new Set(['expect'])));
  t.end();
});

t.test('any time is in doubt where the harness was late', (t) => {
  t.ok(isDoubtful(played({ findings: [timed], late: true }), new Set(['OP-01'])));
  t.end();
});

t.test('a finding without a time is none of the clock', (t) => {
  t.notOk(isDoubtful(played({ findings: [status], late: true }), new Set()));
  t.end();
});
