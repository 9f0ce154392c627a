import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { COVERAGE_FILE, type Coverage } from '../../harness/core/coverage.ts';
import { packageFolder } from '../../harness/core/package-folder.ts';
import type { Rule } from '../../harness/core/rule.ts';
import { coverageJson, coveragePage } from './coverage.ts';

const PAGE_FILE = join('docs', 'coverage.md');

/** Writes both files. */
export function writeCoverage(rules: readonly Rule[], coverage: Coverage): void {
  for (const { path, text } of filesOf(rules, coverage)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/**
 * What the files claim and this run did not find, one sentence each: other mutants of a rule, or no scenario of those that
 * are listed. In which of many scenarios a race is lost may differ from run to run.
 */
export function staleCoverage(rules: readonly Rule[], coverage: Coverage): string[] {
  const claimed = JSON.parse(textOf(join(packageFolder(), COVERAGE_FILE)) ?? '{}') as Coverage;
  return rules.flatMap(({ id }) => {
    const { scenarios = [], mutants = [] } = claimed[id] ?? {};
    const found = coverage[id];
    const same = found?.mutants.join() === mutants.join() && scenarios.some((one) => found.scenarios.includes(one));
    return same
      ? []
      : [`${COVERAGE_FILE}: ${id} is not as this run found it; \`npm run mutants -- --write\` writes it`];
  });
}

function filesOf(rules: readonly Rule[], coverage: Coverage) {
  return [
    { file: COVERAGE_FILE, text: coverageJson(coverage) },
    { file: PAGE_FILE, text: coveragePage(rules, coverage) },
  ].map(({ file, text }) => ({ file, text, path: join(packageFolder(), file) }));
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
