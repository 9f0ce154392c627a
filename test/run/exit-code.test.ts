import t from 'tap';
import type { Counts } from '../../harness/core/event.ts';
import { runExitCode } from '../../harness/run/exit-code.ts';

const NONE: Counts = { pass: 0, fail: 0, deviates: 0, broken: 0, skip: 0, flaky: 0 };

function code(counts: Partial<Counts>, change: Partial<Parameters<typeof runExitCode>[0]> = {}): number {
  return runExitCode({
    counts: { ...NONE, ...counts },
    vanished: 0,
    interrupted: false,
    strict: false,
    failOnFlaky: false,
    ...change,
  });
}

t.test('the worst that happened decides', (t) => {
  t.equal(code({ pass: 1 }), 0);
  t.equal(code({ pass: 1, deviates: 1, skip: 1 }), 0);
  t.equal(code({ deviates: 1 }), 0);
  t.equal(code({ skip: 3 }), 4, 'all skipped');
  t.equal(code({}), 4);
  t.equal(code({ pass: 1, fail: 1 }), 1);
  t.equal(code({ skip: 3, fail: 1 }), 1, 'a failure outweighs skips');
  t.equal(code({ fail: 1, broken: 1 }), 3, 'broken outweighs failed');
  t.equal(code({ fail: 1, broken: 1 }, { interrupted: true }), 130);
  t.end();
});

t.test('deviations, vanished ones and flaky cases count only when asked to', (t) => {
  t.equal(code({ pass: 1, flaky: 1 }), 0);
  t.equal(code({ pass: 1, flaky: 1 }, { failOnFlaky: true }), 1);
  t.equal(code({ pass: 1, flaky: 1 }, { strict: true }), 1);
  t.equal(code({ deviates: 1 }, { strict: true }), 1);
  t.equal(code({ pass: 1 }, { vanished: 1 }), 0);
  t.equal(code({ pass: 1 }, { vanished: 1, strict: true }), 1);
  t.end();
});
