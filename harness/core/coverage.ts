import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from './package-folder.ts';

/** What shows that a rule can be tripped: the mutants that are made to break it, and the scenarios in which it found them. */
export interface RuleCoverage {
  readonly scenarios: readonly string[];
  readonly mutants: readonly string[];
}

/** By id of the rule. */
export type Coverage = Readonly<Record<string, RuleCoverage>>;

/** Where the coverage is kept: written by `npm run mutants -- --write`. */
export const COVERAGE_FILE = join('fixtures', 'coverage.json');

/** The coverage that comes with this package. */
export function readCoverage(): Coverage {
  return JSON.parse(readFileSync(join(packageFolder(), COVERAGE_FILE), 'utf8')) as Coverage;
}
