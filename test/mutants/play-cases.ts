import type { Case } from '../../harness/core/case.ts';
import type { Runtime } from '../../harness/core/runtime.ts';
import { judge } from '../../harness/judge.ts';
import { run } from '../../harness/run.ts';
import type { Workspace } from '../../harness/scenario/load-workspace.ts';
import { disarm } from './disarm.ts';
import { type MutantCase, mutantCase } from './mutant-case.ts';

/** How cases are played. */
export interface CasesOptions {
  readonly workspace: Workspace;
  /** Cases at once. */
  readonly jobs: number;
  /** A fault that is announced and does not happen; null for none. */
  readonly withoutFault: string | null;
  readonly signal: AbortSignal;
}

/** Plays and judges cases by the same code as `gatecrash run`, in the strict profile and without known deviations. */
export async function playCases(
  planned: readonly Case[],
  runtime: Pick<Runtime, 'play'>,
  { workspace, withoutFault, jobs, signal }: CasesOptions,
): Promise<MutantCase[]> {
  const cases: MutantCase[] = [];
  await run({
    cases: planned,
    runtime: { play: async (item, hooks) => await runtime.play(disarm(item, withoutFault), hooks) },
    judge: (item, evidence) => judge(item, evidence, { ...workspace, deviations: [], profile: 'strict' }),
    vanished: () => [],
    emit: (event) => {
      if (event.type === 'case-ended') cases.push(mutantCase(event));
    },
    rerun: () => '',
    jobs,
    retries: 0,
    replayAlone: false,
    maxFailures: Number.POSITIVE_INFINITY,
    strict: true,
    failOnFlaky: false,
    argv: [],
    signal,
  });
  return cases;
}
