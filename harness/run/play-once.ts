import type { Case } from '../core/case.ts';
import type { CaseEnded, RunEvent } from '../core/event.ts';
import type { Profile } from '../core/facts.ts';
import { loadDeviations } from '../deviations.ts';
import { judge } from '../judge.ts';
import { run } from '../run.ts';
import type { Workspace } from '../scenario/load-workspace.ts';

/** What is played, and where. */
export interface PlayOnce {
  readonly workspace: Workspace;
  readonly cases: readonly Case[];
  readonly runtime: Parameters<typeof run>[0]['runtime'];
  readonly jobs: number;
  readonly profile: Profile;
  readonly signal: AbortSignal;
}

/** Plays and judges each case once, with no second try and for no reporter: for commands that make something else of it. */
export async function playOnce({ workspace, cases, runtime, jobs, profile, signal }: PlayOnce): Promise<CaseEnded[]> {
  const ended: CaseEnded[] = [];
  const judging = { ...workspace, deviations: await loadDeviations(), profile };
  await run({
    cases,
    runtime,
    signal,
    jobs,
    retries: 0,
    replayAlone: false,
    maxFailures: Number.POSITIVE_INFINITY,
    strict: false,
    failOnFlaky: false,
    argv: [],
    judge: (item, evidence) => judge(item, evidence, judging),
    vanished: () => [],
    rerun: () => '',
    emit: (event: RunEvent) => void (event.type === 'case-ended' && ended.push(event)),
  });
  return ended;
}
