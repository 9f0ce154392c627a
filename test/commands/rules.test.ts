import t from 'tap';
import { readCoverage } from '../../harness/core/coverage.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import type { Rule } from '../../harness/core/rule.ts';
import { gatecrash } from '../support/cli.ts';

const rules = await loadFolder<Rule>('rules');
const cwd = t.testdir();

t.test('every rule is listed once with its level, below the heading of its document', async (t) => {
  const { stdout, stderr, code } = await gatecrash(['rules'], { cwd });
  t.match({ stderr, code }, { stderr: '', code: 0 });
  const sections = stdout.split('\n\n');
  for (const { id, level } of rules) {
    const lines = stdout.split('\n').filter((line) => line.startsWith(`  ${id} `));
    t.equal(lines.length, 1, `${id} is listed once`);
    t.match(lines[0], new RegExp(` ${level} +\\S`));
    const document = /^R-(\d+)-/.exec(id)?.[1];
    const section = sections.find((one) => one.includes(`\n  ${id} `)) ?? '';
    t.match(section, document ? new RegExp(`^RFC ${document}, `) : /^Operation:/);
  }
});

t.test('one rule is explained, with the scenarios and mutants that show that it can be broken', async (t) => {
  const { stdout, code } = await gatecrash(['rules', 'OP-28'], { cwd });
  t.equal(code, 0);
  const { scenarios = [], mutants = [] } = readCoverage()['OP-28'] ?? {};
  for (const name of [...scenarios, ...mutants]) t.ok(stdout.includes(`\n  ${name}\n`), `${name} is named`);
  t.match(stdout, 'allow: { OP-28: "');
  t.equal((await gatecrash(['rules', 'op-28'], { cwd })).stdout, stdout, 'small letters are understood');
});

t.test('other programs get the same as JSON', async (t) => {
  const all = JSON.parse((await gatecrash(['rules', '--json'], { cwd })).stdout);
  t.same(
    all.map(({ id }: Rule) => id),
    rules.map(({ id }) => id),
  );
  const one = JSON.parse((await gatecrash(['rules', 'OP-28', '--json'], { cwd })).stdout);
  const { id, title, level, source, summary, example } = rules.find((rule) => rule.id === 'OP-28') as Rule;
  t.strictSame(one, { id, title, level, source, summary, example, ...readCoverage()[id] });
});

t.test('an unknown rule is told with the one that was meant', async (t) => {
  const { stderr, code } = await gatecrash(['rules', 'OP28'], { cwd });
  t.match({ stderr, code }, { stderr: /unknown rule "OP28"[\s\S]*did you mean "OP-28"/, code: 2 });
});
