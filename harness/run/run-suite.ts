import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CaseEnded, RunEvent } from '../core/event.ts';
import { EXIT } from '../core/exit-code.ts';
import type { Profile } from '../core/facts.ts';
import { packageFolder } from '../core/package-folder.ts';
import { type Problem, ProblemError } from '../core/problem.ts';
import { loadFolder } from '../core/registry.ts';
import type { Reporter } from '../core/reporter.ts';
import { loadDeviations, vanishedDeviations } from '../deviations.ts';
import { judge } from '../judge.ts';
import { type OpenReporters, openReporters } from '../open-reporters.ts';
import { plan } from '../plan.ts';
import { parseReporterSpec } from '../reporter-spec.ts';
import { run } from '../run.ts';
import { sweepRunFolders } from '../runtimes/local/run-folder.ts';
import type { LocalRuntime } from '../runtimes/local.ts';
import { scenarioFilter } from '../scenario/filter-scenarios.ts';
import { loadWorkspace, type Workspace } from '../scenario/load-workspace.ts';
import { printProblems } from '../terminal/print-problems.ts';
import { readScreen } from '../terminal/screen.ts';
import { onInterrupt } from './interrupt.ts';
import { openRuntime } from './open-runtime.ts';
import { rerunCommand } from './rerun-command.ts';
import { type GatewaySelection, selectGateways } from './select-gateways.ts';

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
  for (const path of await sweepRunFolders()) {
    emit(notice('info', { code: 'swept', message: `removed what a dead run left behind: ${path}` }));
  }
  const selection = await selectGateways(workspace.gateways, options.gateway, process.env.GATECRASH_REQUIRE === 'all');
  for (const problem of selection.missing) emit(notice('info', problem));
  await using runtime = await openRuntime(selection.found, options);
  if (runtime.sandbox.kind === 'plain') emit(notice('warning', noSandbox(runtime.sandbox.reason)));
  const cases = planCases(workspace, selection, runtime, options);
  const deviations = await loadDeviations();
  const judging = { ...workspace, deviations, profile: options.profile };
  const code = await run({
    ...options,
    cases,
    runtime,
    signal,
    emit,
    argv: process.argv.slice(2),
    judge: (item, evidence) => judge(item, evidence, judging),
    vanished: (ended: readonly CaseEnded[]) =>
      vanishedDeviations(deviations, ended, options.profile, isWhole(workspace, options)),
    rerun: (item) => rerunCommand(item, { cwd: process.cwd(), program: process.argv[1] ?? '' }),
  });
  if (options.keep) emit(notice('info', { code: 'kept', message: `configs and logs are in ${runtime.keep()}` }));
  return code;
}

function planCases(workspace: Workspace, selection: GatewaySelection, runtime: LocalRuntime, options: SuiteOptions) {
  const cases = plan({
    scenarios: workspace.scenarios,
    gateways: selection.found.map(({ gateway, version }) => ({
      name: gateway.name,
      version,
      features: gateway.features,
    })),
    faults: new Map(workspace.faults.map((fault) => [fault.name, fault])),
    runtime: runtime.name,
    capabilities: runtime.capabilities,
    repeatEach: options.repeatEach,
    isolate: options.isolate,
  });
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

function noSandbox(reason: string): Problem {
  return {
    code: 'no-sandbox',
    message: `without a sandbox: ${reason}`,
    hint: 'faults of connections, framing and processes run; firewall, routes and DNS are skipped',
  };
}
