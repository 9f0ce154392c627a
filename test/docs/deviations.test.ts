import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { packageFolder } from '../../harness/core/package-folder.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import type { Rule } from '../../harness/core/rule.ts';
import { loadDeviations } from '../../harness/deviations.ts';
import { deviationsPage } from './deviations-page.ts';

const rules = await loadFolder<Rule>('rules');
const deviations = await loadDeviations();

t.test('docs/deviations.md is what the recorded deviations say', (t) => {
  const file = join(packageFolder(), 'docs', 'deviations.md');
  const page = deviationsPage(deviations, rules);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, page);
  t.equal(readFileSync(file, 'utf8'), page);
  t.end();
});

t.test('every recorded deviation is one from a rule that there is, or from an author', (t) => {
  const known = new Set(rules.map(({ id }) => id));
  const strangers = deviations.filter(
    ({ rule }) => !known.has(rule) && !/^expect\.|^(?:until|tunnel|gateway)$/.test(rule),
  );
  t.same(strangers, []);
  t.end();
});
