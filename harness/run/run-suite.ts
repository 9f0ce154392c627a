import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Case } from '../core/case.ts';
import type { CaseEnded, RunEvent } from '../core/event.ts';
import { EXIT } from '../core/exit-code.ts';
import type { Profile } from '../core/facts.ts';
import { packageFolder } from '../core/package-folder.ts';
import { type Problem, ProblemError } from '../core/problem.ts';
import { loadFolder } from '../core/registry.ts';
import type { Reporter } from '../core/reporter.ts';
import { loadDeviations, vanishedDeviations } from '../deviations.ts';
import type { ImageSet } from '../images/image-reference.ts';
import { judge } from '../judge.ts';
import { type OpenReporters, openReporters } from '../open-reporters.ts';
import { parseReporterSpec } from '../reporter-spec.ts';
import { run } from '../run.ts';
import { scenarioFilter } from '../scenario/filter-scenarios.ts';
import { loadWorkspace, type Workspace } from '../scenario/load-workspace.ts';
import { printProblems } from '../terminal/print-problems.ts';
import { readScreen } from '../terminal/screen.ts';
import { onInterrupt } from './interrupt.ts';
import { planWorkspace } from './plan-workspace.ts';
import { prepareRun, type Say } from './prepare-run.ts';
import { rerunCommand } from './rerun-command.ts';
import type { RuntimeChoice } from './select-gateways.ts';

/** What `gatecrash run` was asked for. */
export interface SuiteOptions {
  readonly paths: readonly string[];
  readonly config?: string | undefined;
  readonly gateway: readonly string[];
  readonly tag: readonly string[];
  readonly grep?: string | undefined;
  readonly profile: Profile;
  readonly jobs: number;
  readonly repeatEach: number;
  readonly retries: number;
  readonly maxFailures: number;
  readonly strict: boolean;
  readonly failOnFlaky: boolean;
  readonly isolate: boolean;
  readonly requireSandbox: boolean;
  readonly maxWait?: number | undefined;
  readonly runtime: RuntimeChoice;
  /** Where images come from; the environment's choice, or the makers', unless given. */
  readonly images?: ImageSet | undefined;
  /** `GATEWAY=IMAGE`. */
  readonly image: readonly string[];
  readonly keep: boolean;
  readonly reporter: readonly string[];
  readonly noColor?: boolean | undefined;
}

/** The whole of `gatecrash run`: load, find, open, plan, run, report. Gives the exit code. */
export async function runSuite(options: SuiteOptions): Promise<number> {
  const workspace = await loadWorkspace({ paths: options.paths, config: options.config });
  if (workspace.problems.length > 0) {
    printProblems(workspace.problems, options);
    return EXIT.usage;
  }
  const reporters = await openAll(options);
  using interrupted = onInterrupt((message) => reporters.on(notice('info', { code: 'stopping', message })));
  const code = await runReported(workspace, options, reporters, interrupted).finally(() => reporters.close());
  return reporters.failed && code !== EXIT.interrupted ? EXIT.broken : code;
}

async function runReported(
  workspace: Workspace,
  options: SuiteOptions,
  reporters: OpenReporters,
  signal: AbortSignal,
): Promise<number> {
  const emit = (event: RunEvent) => reporters.on(event);
  const count = workspace.scenarios.length;
  emit(notice('info', { code: 'loaded', message: `${count} scenario${count === 1 ? '' : 's'}; looking for gateways` }));
  const say: Say = (level, problem) => emit(notice(level, problem));
  const { found, runtimes, images } = await prepareRun(workspace.gateways, options, say, signal);
  await using runtime = runtimes;
  const cases = choose(planWorkspace(workspace, found, runtime, options), options);
  const deviations = await loadDeviations();
  const judging = { ...workspace, deviations, profile: options.profile };
  const code = await run({
    ...options,
    replayAlone: true,
    cases,
    runtime,
    signal,
    emit,
    argv: process.argv.slice(2),
    judge: (item, evidence) => judge(item, evidence, judging),
    vanished: (ended: readonly CaseEnded[]) =>
      vanishedDeviations(deviations, ended, options.profile, isWhole(workspace, options)),
    rerun: (item) => rerunCommand(item, { cwd: process.cwd(), program: process.argv[1] ?? '', images: images.set }),
  });
  const kept = options.keep ? [runtime.local?.keep(), await runtime.docker?.keep()] : [];
  for (const path of kept.filter(Boolean))
    emit(notice('info', { code: 'kept', message: `configs and logs are in ${path}` }));
  return code;
}

function choose(cases: readonly Case[], options: SuiteOptions): readonly Case[] {
  const passes = scenarioFilter({ tags: options.tag, grep: options.grep });
  const chosen = cases.filter((item) => passes(item.scenario, item.id));
  if (chosen.length > 0) return chosen;
  const hint = `${cases.length} cases were there before --tag and --grep; gatecrash list shows them`;
  throw new ProblemError('nothing', [{ code: 'nothing-selected', message: 'no case was selected', hint }]);
}

/** Only the whole of the suite that comes along tells whether a deviation recorded for a pattern of scenarios is gone. */
function isWhole({ scenarios, root }: Workspace, { tag, grep }: SuiteOptions): boolean {
  const ours = join(packageFolder(), 'scenarios');
  const shipped = scenarios.filter(({ place }) => resolve(root, place.file).startsWith(ours)).length;
  return tag.length === 0 && grep === undefined && shipped === countScenarios(ours);
}

function countScenarios(folder: string): number {
  return readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith('.yaml')).length;
}

async function openAll(options: SuiteOptions): Promise<OpenReporters> {
  return openReporters(options.reporter.map(parseReporterSpec), {
    screen: readScreen({ stream: process.stdout, env: process.env, noColor: options.noColor }),
    env: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
    registry: await loadFolder<Reporter>('reporters'),
  });
}

function notice(level: 'info' | 'warning' | 'error', problem: Problem): RunEvent {
  return { type: 'notice', level, problem };
}
