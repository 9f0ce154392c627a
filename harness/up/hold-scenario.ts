import type { Case } from '../core/case.ts';
import { EXIT } from '../core/exit-code.ts';
import { type Gateway, OWN_WAY } from '../core/gateway.ts';
import { formatHostPort } from '../core/host-port.ts';
import { ProblemError } from '../core/problem.ts';
import type { Screen } from '../core/reporter.ts';
import type { RequestSpec } from '../core/scenario.ts';
import { slotUpstreams } from '../core/slot-upstreams.ts';
import { MAX_WAIT, timesOf } from '../core/times-of.ts';
import { HEALTHY_STATE } from '../play/states.ts';
import { type ImageWishes, imageOptions } from '../run/image-options.ts';
import { onInterrupt } from '../run/interrupt.ts';
import { TIMEOUTS } from '../run/open-runtime.ts';
import { type OpenRuntimes, openRuntimes } from '../run/open-runtimes.ts';
import { planWorkspace } from '../run/plan-workspace.ts';
import { type RuntimeChoice, selectGateways } from '../run/select-gateways.ts';
import type { HeldTopology } from '../runtimes/local.ts';
import { loadWorkspace } from '../scenario/load-workspace.ts';
import type { Input } from './commands-from.ts';
import { serveControl } from './control-server.ts';
import { HeldScenario } from './held-scenario.ts';
import { introduction } from './introduction.ts';
import { obey } from './obey.ts';
import { Sender } from './send.ts';
import { Story } from './story.ts';
import { storyText } from './story-text.ts';
import type { Standing } from './why-not-here.ts';

/** What `gatecrash up` was asked for. */
export interface HoldOptions extends ImageWishes {
  readonly scenario: string;
  readonly gateway: string;
  readonly config?: string | undefined;
  readonly runtime: RuntimeChoice;
  /** Port of the control API; 0 for any free one. */
  readonly control: number;
  /** Requests to send once all stands. */
  readonly requests: readonly RequestSpec[];
  /** How long to hold it, in milliseconds: the end of the input then ends nothing. Absent: until the input ends. */
  readonly time?: number | undefined;
  readonly screen: Pick<Screen, 'colors'>;
  readonly input: Input;
  say(line: string): void;
}

/**
 * Holds a scenario's topology open until `q`, the end of the input or of the time, Ctrl-C or SIGTERM, and tells what happens
 * in it. Gives the exit code.
 *
 * @throws {ProblemError} usage, nothing: there is no such case; environment: it cannot be had, or was lost
 */
export async function holdScenario(options: HoldOptions): Promise<number> {
  const workspace = await loadWorkspace({ paths: [options.scenario], config: options.config });
  if (workspace.problems.length > 0) throw new ProblemError('usage', workspace.problems);
  const images = imageOptions(options, workspace.gateways, options.say);
  const { runtime } = options;
  const selection = { names: [options.gateway], requireAll: true, runtime, images };
  const { found } = await selectGateways(workspace.gateways, selection);
  using interrupted = onInterrupt(() => options.say('stopping'));
  await using runtimes = await openRuntimes(found, { requireSandbox: false, workers: 1, images, door: true });
  const [item] = planWorkspace(workspace, found, runtimes, { repeatEach: 1, isolate: true });
  if (!item)
    throw new ProblemError('nothing', [
      { code: 'nothing-selected', message: `${options.scenario} does not run on ${options.gateway}` },
    ]);
  if (item.skip !== null) throw new ProblemError('environment', [{ code: 'cannot-hold', message: item.skip }]);
  return await holdCase(options, { item, workspace, found, runtimes }, interrupted);
}

async function holdCase(options: HoldOptions, standing: Standing, interrupted: AbortSignal): Promise<number> {
  const { item, found, runtimes } = standing;
  const gateway = found.find((one) => one.gateway.name === item.gateway.name)?.gateway;
  const way = gateway?.fixed ?? OWN_WAY;
  const story = new Story();
  const over = new AbortController();
  const ended = AbortSignal.any([interrupted, over.signal]);
  const hooks = { signal: interrupted, progress: () => {}, tell: story.hear.bind(story) };
  const topology = await holder(item, runtimes).hold(item, hooks);
  void topology.lost.then((problem) => over.abort(problem));
  const { patience } = timesOf(gateway ?? {}, TIMEOUTS, MAX_WAIT);
  using sender = new Sender({ listen: topology.listen, way, patience, signal: ended });
  const held = new HeldScenario({ topology, story, sender, states: firstStates(item, gateway) });
  const url = `${way.tls ? 'https' : 'http'}://${formatHostPort(topology.listen)}`;
  using control = await serveControl({ standing, held, url }, story, options.control);
  for (const line of introduction({ item, way, url, control: control.address })) options.say(line);
  story.follow((line) => options.say(storyText(line, options.screen)));
  const timer = options.time === undefined ? null : setTimeout(() => over.abort(), options.time);
  try {
    await obey({ ...options, item, held, story, ended });
  } finally {
    if (timer) clearTimeout(timer);
    over.abort();
    story.flush();
  }
  if (over.signal.reason instanceof ProblemError) throw over.signal.reason;
  return interrupted.aborted ? EXIT.interrupted : EXIT.passed;
}

function holder(
  item: Case,
  { local, docker }: OpenRuntimes,
): { hold(item: Case, hooks: Parameters<NonNullable<OpenRuntimes['local']>['hold']>[1]): Promise<HeldTopology> } {
  const runtime = item.runtime === 'local' ? local : docker;
  if (!runtime) throw new Error(`the ${item.runtime} runtime was not opened`);
  return runtime;
}

/** Those that the scenario does not mention are healthy. */
function firstStates({ variant }: Case, gateway: Gateway | undefined) {
  const names = gateway?.fixed ? Object.keys(gateway.fixed.upstreams) : slotUpstreams(variant.settings.replicas);
  return new Map(names.map((name) => [name, variant.upstreams[name] ?? HEALTHY_STATE]));
}
