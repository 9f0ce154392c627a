import type { Gateway } from '../core/gateway.ts';
import { comparePlaces } from '../core/place.ts';
import type { Problem } from '../core/problem.ts';
import type { Lint, ReadScenario } from './lint.ts';
import { Report } from './report.ts';

/** What the lints say of scenarios that are in order, sorted by place. What rows of a matrix share is told once. */
export function lintScenarios(
  all: readonly ReadScenario[],
  lints: readonly Lint[],
  gateways: readonly Gateway[] = [],
): Problem[] {
  return all
    .flatMap((read) => {
      const report = new Report(read.source);
      for (const { code, find } of lints)
        for (const { path, row, ...complaint } of find(read, all, gateways))
          report.forRow(row).add(path, { code, ...complaint });
      return report.problems;
    })
    .sort((a, b) => comparePlaces(a.place, b.place));
}
