import { EXIT } from '../core/exit-code.ts';
import type { Profile } from '../core/facts.ts';
import { type Problem, ProblemError } from '../core/problem.ts';
import type { ImageSet } from '../images/image-reference.ts';
import { onInterrupt } from '../run/interrupt.ts';
import { planWorkspace } from '../run/plan-workspace.ts';
import { playOnce } from '../run/play-once.ts';
import { prepareRun } from '../run/prepare-run.ts';
import type { RuntimeChoice } from '../run/select-gateways.ts';
import { loadWorkspace, type Workspace } from '../scenario/load-workspace.ts';
import { printProblems } from '../terminal/print-problems.ts';
import { differences, idOf, type Shown, type Side, shownBy, untold } from './difference.ts';
import { type Comparison, type Format, render } from './render.ts';
import { tell } from './words.ts';

/** How often a case in which the two differ is played again on each, to tell a difference from a race. */
const AGAIN = 3;

/** What `gatecrash diff` was asked for. */
export interface DiffOptions {
  readonly before: string;
  readonly after: string;
  readonly paths: readonly string[];
  readonly config?: string | undefined;
  readonly jobs: number;
  readonly profile: Profile;
  readonly runtime: RuntimeChoice;
  readonly images?: ImageSet | undefined;
  readonly image: readonly string[];
  readonly maxWait?: number | undefined;
  readonly format: Format;
  readonly noColor?: boolean | undefined;
  readonly out: (text: string) => void;
  readonly progress: (text: string) => void;
}

/** The whole of `gatecrash diff`: plays the suite on both, and on both again where they differ. Gives the exit code. */
export async function diffSuite(options: DiffOptions): Promise<number> {
  const workspace = await loadWorkspace({ paths: options.paths, config: options.config });
  if (workspace.problems.length > 0) {
    printProblems(workspace.problems, options);
    return EXIT.usage;
  }
  using signal = onInterrupt(options.progress);
  const comparison = await compareBoth(workspace, options, signal);
  if (signal.aborted) return EXIT.interrupted;
  options.out(render(comparison, options.format));
  if (comparison.compared === 0) return EXIT.nothing;
  return comparison.told.some(({ change }) => change === 'worse') ? EXIT.failed : EXIT.passed;
}

async function compareBoth(workspace: Workspace, options: DiffOptions, signal: AbortSignal): Promise<Comparison> {
  const summaries = new Map(workspace.faults.map(({ name, summary }) => [name, summary]));
  const first = await playOn(options.before, workspace, options, signal);
  const second = await playOn(options.after, workspace, options, signal);
  const unlike = differences(first.shown, second.shown).map(({ id }) => id);
  const again = { only: new Set(unlike), times: AGAIN };
  const [before, after] =
    unlike.length === 0 || signal.aborted
      ? [first, second]
      : [
          joined(first, await playOn(options.before, workspace, options, signal, again)),
          joined(second, await playOn(options.after, workspace, options, signal, again)),
        ];
  const sides = [before.side, after.side] as const;
  const told = differences(before.shown, after.shown).map((one) => tell(one, sides, summaries));
  const silent = untold(before.shown, after.shown);
  return { sides, compared: before.shown.size - silent.length, told, untold: silent };
}

/** What a gateway showed. */
interface Showing {
  readonly side: Side;
  readonly shown: Shown;
}

function joined(one: Showing, more: Showing): Showing {
  const shown = new Map([...one.shown].map(([id, events]) => [id, [...events, ...(more.shown.get(id) ?? [])]]));
  return { side: one.side, shown };
}

/** Plays all cases on one gateway, or some of them so many times. */
async function playOn(
  gateway: string,
  workspace: Workspace,
  options: DiffOptions,
  signal: AbortSignal,
  again?: { readonly only: ReadonlySet<string>; readonly times: number },
): Promise<Showing> {
  const say = (_: unknown, { message }: Problem): void => options.progress(message);
  const wishes = { ...options, gateway: [gateway], requireSandbox: false };
  const { found, runtimes } = await prepareRun(workspace.gateways, wishes, say, signal);
  await using runtime = runtimes;
  const planned = planWorkspace(workspace, found, runtime, { repeatEach: again?.times ?? 1, isolate: false });
  const cases = planned.filter((item) => !again || again.only.has(idOf(item)));
  const [one] = cases;
  if (!one) throw new ProblemError('nothing', [{ code: 'nothing-selected', message: `no case is for ${gateway}` }]);
  options.progress(`${cases.length} cases on ${gateway}`);
  const { jobs, profile } = options;
  const ended = await playOnce({ workspace, cases, runtime, jobs, profile, signal });
  return { side: { name: gateway, version: one.gateway.version }, shown: shownBy(ended) };
}
