import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import t from 'tap';
import type { Deviation } from '../../harness/core/finding.ts';
import github from '../../harness/reporters/github.ts';
import { matchesGolden } from '../support/golden.ts';
import { report } from '../support/report.ts';
import { AUTHORED, caseOf, DEVIATION, ended, mixedRun, RULED, runEnded, started } from '../support/run-events.ts';

const COUNTS = { pass: 0, fail: 0, deviates: 0, broken: 0, skip: 0, flaky: 0 };

/** As many failures and as many vanished deviations. */
function manyOf(count: number) {
  const cases = Array.from({ length: count }, (_, index) => caseOf(`many/case-${index}`, 'nginx'));
  const failed = cases.map((item) => ended(item, { result: 'fail', findings: [RULED] }));
  const vanished: Deviation[] = cases.map(() => DEVIATION);
  return [started(cases), ...failed, runEnded({ ...COUNTS, fail: count }, { vanished })];
}

t.test('ten of a level are shown; of more, the tenth stands for the rest', async (t) => {
  const lines = async (count: number, level: string) =>
    (await report(github, manyOf(count))).written.out.split('\n').filter((line) => line.startsWith(`::${level} `));
  t.equal((await lines(10, 'error')).length, 10);
  const [errors, warnings] = [await lines(25, 'error'), await lines(25, 'warning')];
  t.equal(errors.length, 10);
  t.equal(warnings.length, 10);
  t.match(errors.at(-1), /^::error title=and 16 more::fail: many\/case-9@nginx%0A.*many\/case-24@nginx$/);
});

t.test('what would end a property or a message early is escaped', async (t) => {
  const item = caseOf('odd', 'nginx', { a: '50%,b:c' });
  const finding = { ...AUTHORED, actual: '100% :: a,b' };
  const events = [started([item]), ended(item, { result: 'fail', findings: [finding] }), runEnded(COUNTS)];
  const { written } = await report(github, events);
  t.match(
    written.out,
    ',title=fail%3A odd[a=50%25%2Cb%3Ac]@nginx::expect.body: expected truncated, actual 100%25 :: a,b%0A',
  );
  t.equal(written.out.split('\n').length, 2, 'one command is one line');
});

t.test('paths are relative to the workspace, wherever the run was started', async (t) => {
  const { written } = await report(github, mixedRun(), {}, { GITHUB_WORKSPACE: resolve('test') });
  t.match(written.out, '::error file=fixtures/reporters/cut-body.yaml,line=7,col=15,');
});

t.test('the job summary is appended to the file that GitHub names', async (t) => {
  const file = join(t.testdir({ 'summary.md': 'what was there\n' }), 'summary.md');
  await report(github, mixedRun(), {}, { GITHUB_STEP_SUMMARY: file });
  const text = readFileSync(file, 'utf8');
  t.ok(text.startsWith('what was there\n'));
  matchesGolden(t, 'reporters/job-summary.md', text);
});

t.test('a job summary with hundreds of failures is cut', async (t) => {
  const file = join(t.testdir({}), 'summary.md');
  await report(github, manyOf(500), {}, { GITHUB_STEP_SUMMARY: file });
  const text = readFileSync(file, 'utf8');
  t.match(text, 'and 300 more');
  t.ok(text.length < 200_000);
});
