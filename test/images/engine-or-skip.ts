import { ProblemError } from '../../harness/core/problem.ts';
import { type Engine, openEngine } from '../../harness/images/engine.ts';

/** The engine of this machine, or the reason to skip; under GATECRASH_REQUIRE=all there is no reason. */
export async function engineOrSkip(): Promise<{ readonly engine: Engine | null; readonly skip: string | false }> {
  try {
    return { engine: await openEngine(), skip: false };
  } catch (error) {
    if (!(error instanceof ProblemError) || process.env.GATECRASH_REQUIRE === 'all') throw error;
    return { engine: null, skip: error.message };
  }
}
