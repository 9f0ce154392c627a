import { type Problem, ProblemError } from '../../harness/core/problem.ts';

/** The problems that something rejects with, all the environment's; an error where it does not reject with any. */
export async function problemsOf(rejecting: Promise<unknown>): Promise<readonly Problem[]> {
  const outcome = await rejecting.then(
    () => new Error('it did not reject'),
    (error: unknown) => error,
  );
  if (outcome instanceof ProblemError && outcome.blame === 'environment') return outcome.problems;
  throw outcome;
}
