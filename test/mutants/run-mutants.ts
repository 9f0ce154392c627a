import { EXIT } from '../../harness/core/exit-code.ts';
import { ProblemError } from '../../harness/core/problem.ts';
import { loadWorkspace, type Workspace } from '../../harness/scenario/load-workspace.ts';
import { type Assessment, assess } from './assess.ts';
import { checkMutants, untrippedRules } from './check-mutants.ts';
import { coverageOf } from './coverage.ts';
import { staleCoverage, writeCoverage } from './coverage-files.ts';
import type { Mutant } from './mutant.ts';
import { isWhole, type MutantOptions } from './options.ts';
import { playControl } from './play-control.ts';
import { playMutants } from './play-mutants.ts';
import { controlLine, controlProblems, mutantLine, mutantNotes, mutantProblems } from './report.ts';
import { selectMutants, selectWorkspace } from './select.ts';

/** What a run works with besides its options. */
export interface MutantsInput {
  readonly mutants: readonly Mutant[];
  readonly signal: AbortSignal;
  /** Takes a line of what there is to tell. */
  say(line: string): void;
}

/**
 * Plays the control and the mutants that were asked for, and says what is not as it should be. Gives the exit code.
 *
 * @throws {ProblemError} usage: an unknown name of a mutant, rule or fault; no such scenario, or a bad one
 */
export async function runMutants(options: MutantOptions, input: MutantsInput): Promise<number> {
  const suite = await loadSuite(options);
  const mutants = selectMutants(input.mutants, options);
  const rules = suite.rules.map(({ id }) => id);
  const flaws = [...checkMutants(mutants, rules), ...(isWhole(options) ? untrippedRules(mutants, rules) : [])];
  for (const flaw of flaws) input.say(`✗ ${flaw}`);
  if (flaws.length > 0) return EXIT.failed;
  const { assessments, problems } = await play(mutants, selectWorkspace(suite, options), options, input);
  if (input.signal.aborted) return EXIT.interrupted;
  const stale = isWhole(options) ? settleCoverage(suite, assessments, options) : [];
  for (const sentence of stale) input.say(`✗ ${sentence}`);
  return problems + stale.length === 0 ? EXIT.passed : EXIT.failed;
}

/** A bad scenario is no matter while only some of the suite is played. */
async function loadSuite(options: MutantOptions): Promise<Workspace> {
  const suite = await loadWorkspace();
  if (isWhole(options) && suite.problems.length > 0) throw new ProblemError('usage', suite.problems);
  return suite;
}

async function play(
  mutants: readonly Mutant[],
  workspace: Workspace,
  options: MutantOptions,
  { signal, say }: MutantsInput,
): Promise<{ assessments: Assessment[]; problems: number }> {
  const assessments: Assessment[] = [];
  let problems = 0;
  const tell = (line: string, found: readonly string[], notes: readonly string[] = []) => {
    // Cases that were given up show nothing.
    if (signal.aborted) return;
    problems += found.length;
    for (const text of [line, ...[...found, ...notes].map((one) => `    ${one}`)]) say(text);
  };
  const asked = { ...options, workspace, signal };
  const control = await playControl(asked);
  tell(controlLine(control), controlProblems(control.cases));
  await playMutants(mutants, {
    ...asked,
    control,
    played: (mutant, played) => {
      const assessment = assess(mutant, played.cases, isWhole(options));
      assessments.push(assessment);
      tell(mutantLine(assessment, played), mutantProblems(assessment), mutantNotes(assessment));
    },
  });
  return { assessments, problems };
}

function settleCoverage(suite: Workspace, assessments: readonly Assessment[], { write }: MutantOptions): string[] {
  const coverage = coverageOf(suite.rules, assessments);
  if (write) writeCoverage(suite.rules, coverage);
  return staleCoverage(suite.rules, coverage);
}
