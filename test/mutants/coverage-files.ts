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

/** The files whose content is not that of the coverage, one sentence each. */
export function staleCoverage(rules: readonly Rule[], coverage: Coverage): string[] {
  return filesOf(rules, coverage)
    .filter(({ path, text }) => textOf(path) !== text)
    .map(({ file }) => `${file} is not what this run found; \`npm run mutants -- --write\` writes it`);
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
