import { ProblemError } from '../core/problem.ts';
import { sweepEngine } from '../runtimes/docker/sweep-engine.ts';
import { sweepRunFolders } from '../runtimes/local/run-folder.ts';

/** What a sweep came to. */
export interface Sweep {
  /** What is gone now, in words. */
  readonly swept: readonly string[];
  /** Why some places were not looked into. */
  readonly unswept: readonly string[];
}

/** Removes what dead runs left behind, on this machine and in its container engine if one answers. */
export async function sweep(): Promise<Sweep> {
  const folders = await sweepRunFolders();
  try {
    return { swept: [...folders, ...(await sweepEngine())], unswept: [] };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { swept: folders, unswept: error.problems.map(({ message }) => message) };
  }
}
