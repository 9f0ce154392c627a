import type { Counts } from '../core/event.ts';
import { EXIT } from '../core/exit-code.ts';

/** The exit code of a run. Deviations, flaky cases and vanished deviations are no failure unless asked to be. */
export function runExitCode(run: {
  readonly counts: Counts;
  readonly vanished: number;
  readonly interrupted: boolean;
  readonly strict: boolean;
  readonly failOnFlaky: boolean;
}): number {
  const { counts } = run;
  if (run.interrupted) return EXIT.interrupted;
  if (counts.broken > 0) return EXIT.broken;
  const strictly = run.strict && counts.deviates + run.vanished > 0;
  const flaky = (run.strict || run.failOnFlaky) && counts.flaky > 0;
  if (counts.fail > 0 || strictly || flaky) return EXIT.failed;
  return counts.pass + counts.deviates === 0 ? EXIT.nothing : EXIT.passed;
}
