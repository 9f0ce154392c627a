import type { CaseEnded } from '../core/event.ts';
import type { Profile } from '../core/facts.ts';
import { answerTime } from '../core/facts.ts';
import { type Problem, ProblemError } from '../core/problem.ts';
import type { ImageWishes } from '../run/image-options.ts';
import { planWorkspace } from '../run/plan-workspace.ts';
import { playOnce } from '../run/play-once.ts';
import { prepareRun } from '../run/prepare-run.ts';
import type { RuntimeChoice } from '../run/select-gateways.ts';
import { loadWorkspace } from '../scenario/load-workspace.ts';
import type { LeftBehind } from './compare-signature.ts';
import { ownLogReader } from './own-log.ts';

const PROFILE: Profile = 'compat';

/** How an incident is played. */
export interface PlayOptions extends ImageWishes {
  readonly file: string;
  readonly gateway: string;
  readonly config?: string | undefined;
  readonly runtime: RuntimeChoice;
  readonly maxWait?: number | undefined;
  readonly progress: (text: string) => void;
  readonly signal: AbortSignal;
}

/** What came of it: what the run left behind, or why there is nothing. */
export type PlayedIncident = {
  readonly gateway: string;
  readonly version: string;
  /** The gateway's timeouts in the run, in milliseconds. */
  readonly timeouts: { readonly connect: number; readonly read: number } | null;
} & ({ readonly left: LeftBehind } | { readonly left: null; readonly reason: string });

/**
 * Plays the scenario of a file on one gateway, each row once.
 *
 * @throws {ProblemError} the gateway is not there, or the scenario is not in order
 */
export async function playIncident(options: PlayOptions): Promise<PlayedIncident> {
  const workspace = await loadWorkspace({ paths: [options.file], config: options.config });
  if (workspace.problems.length > 0) throw new ProblemError('usage', workspace.problems);
  const say = (_: unknown, { message }: Problem): void => options.progress(message);
  const wishes = { ...options, gateway: [options.gateway], requireSandbox: false };
  const { found, runtimes } = await prepareRun(workspace.gateways, wishes, say, options.signal);
  await using runtime = runtimes;
  const cases = planWorkspace(workspace, found, runtime, { repeatEach: 1, isolate: true });
  const { signal } = options;
  const ended = await playOnce({ workspace, cases, runtime, jobs: 1, profile: PROFILE, signal });
  return outcomeOf(ended[0], options.gateway);
}

async function outcomeOf(ended: CaseEnded | undefined, gateway: string): Promise<PlayedIncident> {
  if (!ended) return { gateway, version: '-', timeouts: null, left: null, reason: 'no case came of it' };
  const { evidence, verdict, case: item } = ended;
  const own = { gateway: item.gateway.name, version: item.gateway.version, timeouts: evidence?.timeouts ?? null };
  if (!evidence || verdict.result === 'skip' || verdict.result === 'broken')
    return { ...own, left: null, reason: verdict.reason ?? verdict.result };
  const met = evidence.main.exchanges.filter(({ phase, fault }) => phase === 'steps' && fault !== null);
  const left = {
    entries: (await ownLogReader())(evidence.gateway.log, item.gateway.kind ?? item.gateway.name),
    statuses: met.map(({ final }) => final?.status ?? null),
    times: met.map(answerTime),
  };
  return { ...own, left };
}
