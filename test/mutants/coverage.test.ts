import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { readCoverage } from '../../harness/core/coverage.ts';
import { packageFolder } from '../../harness/core/package-folder.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import type { Rule } from '../../harness/core/rule.ts';
import { loadWorkspace } from '../../harness/scenario/load-workspace.ts';
import { matchesGolden } from '../support/golden.ts';
import { coverageOf, coveragePage } from './coverage.ts';
import { staleCoverage } from './coverage-files.ts';
import { loadMutants } from './load-mutants.ts';
import type { Mutant } from './mutant.ts';

const rules = await loadFolder<Rule>('rules');
const mutants = await loadMutants();
const { scenarios } = await loadWorkspace();
const coverage = readCoverage();

t.test('every rule has a mutant that breaks it and a scenario that shows it', (t) => {
  t.same(Object.keys(coverage).sort(), rules.map(({ id }) => id).sort());
  const bare = Object.entries(coverage).filter(([, of]) => of.mutants.length === 0 || of.scenarios.length === 0);
  t.same(bare, []);
  t.end();
});

t.test('what the coverage names is there', (t) => {
  const known = { scenarios: scenarios.map(({ id }) => id), mutants: mutants.map(({ name }) => name) };
  for (const of of Object.values(coverage)) {
    t.same(
      of.scenarios.filter((id) => !known.scenarios.includes(id)),
      [],
    );
    t.same(
      of.mutants.filter((name) => !known.mutants.includes(name)),
      [],
    );
  }
  t.same(
    Object.values(coverage)
      .flatMap((of) => of.mutants)
      .sort(),
    known.mutants.sort(),
    'and every mutant is in it',
  );
  t.end();
});

t.test('the page says what the JSON says', (t) => {
  const page = readFileSync(join(packageFolder(), 'docs', 'coverage.md'), 'utf8');
  t.equal(page, coveragePage(rules, coverage));
  t.end();
});

t.test('a rule that a run finds otherwise is told', (t) => {
  t.same(staleCoverage(rules, coverage), []);
  t.match(staleCoverage(rules, { ...coverage, TWIN: { scenarios: [], mutants: [] } }), [/: TWIN is not as this run/]);
  t.end();
});

const RULE: Rule = {
  id: 'OP-28',
  title: 'A cut body | is cut',
  level: 'must',
  source: 'RFC 9112 section 8',
  summary: '',
  example: '',
  judge: () => [],
};

function assessment(name: string, rule: string, killedIn: readonly string[]) {
  const mutant: Mutant = { name, rule, collateral: [], summary: '', patches: [{ file: '', find: '', replace: '' }] };
  return { mutant, killedIn, imprecise: [], unseen: [], broken: [] };
}

t.test('the coverage of a rule is what its own mutants show, whichever was played first', (t) => {
  const assessments = [
    assessment('b', 'OP-28', ['body/two', 'body/one']),
    assessment('a', 'OP-28', ['body/one']),
    assessment('survivor', 'OP-28', []),
    assessment('other', 'OP-29', ['body/three']),
  ];
  const found = coverageOf([RULE], assessments);
  t.same(found, { 'OP-28': { scenarios: ['body/one', 'body/two'], mutants: ['a', 'b'] } });
  t.same(coverageOf([RULE], assessments.toReversed()), found);
  matchesGolden(t, 'mutants/coverage.md', coveragePage([RULE], found));
  t.end();
});
