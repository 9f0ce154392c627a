import type { Case } from '../core/case.ts';
import type { Observation } from '../core/evidence.ts';
import { EXIT } from '../core/exit-code.ts';
import { ProblemError } from '../core/problem.ts';
import { type ImageWishes, imageOptions } from '../run/image-options.ts';
import { onInterrupt } from '../run/interrupt.ts';
import { type OpenRuntimes, openRuntimes } from '../run/open-runtimes.ts';
import { planWorkspace } from '../run/plan-workspace.ts';
import { type RuntimeChoice, selectGateways } from '../run/select-gateways.ts';
import type { HeldTopology } from '../runtimes/local.ts';
import { loadWorkspace } from '../scenario/load-workspace.ts';
import { choicesOf } from './choices.ts';
import { commandsFrom, type Input } from './commands-from.ts';
import { observationLine } from './observation-line.ts';

/** What `gatecrash up` was asked for. */
export interface HoldOptions extends ImageWishes {
  readonly scenario: string;
  readonly gateway: string;
  readonly config?: string | undefined;
  readonly runtime: RuntimeChoice;
  readonly input: Input;
  say(line: string): void;
}

/** Holds a scenario's topology open until `q`, the end of the input or Ctrl-C. Gives the exit code. */
export async function holdScenario(options: HoldOptions): Promise<number> {
  const workspace = await loadWorkspace({ paths: [options.scenario], config: options.config });
  if (workspace.problems.length > 0) throw new ProblemError('usage', workspace.problems);
  const images = imageOptions(options, workspace.gateways, options.say);
  const { runtime } = options;
  const selection = { names: [options.gateway], requireAll: true, runtime, images };
  const { found } = await selectGateways(workspace.gateways, selection);
  await using runtimes = await openRuntimes(found, { requireSandbox: false, workers: 1, images, door: true });
  const [item] = planWorkspace(workspace, found, runtimes, { repeatEach: 1, isolate: true });
  if (!item)
    throw new ProblemError('nothing', [
      { code: 'nothing-selected', message: `${options.scenario} does not run on ${options.gateway}` },
    ]);
  if (item.skip !== null) throw new ProblemError('environment', [{ code: 'cannot-hold', message: item.skip }]);
  using interrupted = onInterrupt(() => options.say('stopping'));
  const observed = (event: Observation) => tell(options, observationLine(event));
  const topology = await holder(item, runtimes).hold(item, { signal: interrupted, progress: () => {}, observed });
  introduce(item, topology, options);
  await obey(item, topology, options, interrupted);
  return EXIT.passed;
}

function holder(item: Case, { local, docker }: OpenRuntimes) {
  const runtime = item.runtime === 'local' ? local : docker;
  if (!runtime) throw new Error(`the ${item.runtime} runtime was not opened`);
  return runtime;
}

function introduce(item: Case, { listen }: HeldTopology, { say }: HoldOptions): void {
  const url = `http://${listen.host}:${listen.port}`;
  say(`${item.scenario.name}`);
  say(`${item.gateway.name} ${item.gateway.version} is open at ${url}`);
  for (const [upstream, state] of Object.entries(item.variant.upstreams)) say(`  ${upstream}: ${state.label}`);
  say('');
  say(`  curl -i ${url}/          leads to app`);
  say(`  curl -i ${url}/other     leads to other`);
  say('');
  for (const { key, upstream, state } of choicesOf(item.variant)) say(`  ${key}  ${upstream}: ${state.label}`);
  say('  q  end');
}

async function obey(item: Case, topology: HeldTopology, options: HoldOptions, signal: AbortSignal): Promise<void> {
  const choices = choicesOf(item.variant);
  for await (const key of commandsFrom(options.input, signal)) {
    if (key === 'q') return;
    const choice = choices.find((candidate) => candidate.key === key);
    if (!choice) continue;
    await topology.set(choice.upstream, choice.state);
    options.say(`${choice.upstream} is now: ${choice.state.label}`);
  }
}

function tell({ say }: HoldOptions, line: string | null): void {
  if (line !== null) say(line);
}
