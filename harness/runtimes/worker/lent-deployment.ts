import type { Arming, Probe } from '../../core/arming.ts';
import { now } from '../../core/clock.ts';
import type { GatewayEvidence, Observation, Timeouts } from '../../core/evidence.ts';
import type { Address, Slot, Way } from '../../core/gateway.ts';
import type { GatewayAction, GatewayLook, StrikeOutcome } from '../../core/gateway-strike.ts';
import type { Holdings } from '../../core/holdings.ts';
import { formatHostPort } from '../../core/host-port.ts';
import type { Deployment } from '../../core/runtime.ts';
import type { UpstreamState } from '../../core/scenario.ts';
import { aboutSlot } from './about-slot.ts';
import { arm } from './arm.ts';
import { followLog } from './follow-log.ts';
import type { GatewayInstance, LogMark } from './gateway-instance.ts';
import type { Exit, OutputLine } from './ground.ts';
import { holdingsAtRest } from './holdings.ts';
import { lookAtProcesses } from './look-at-processes.ts';
import { ObservationStore } from './observation-store.ts';
import type { Armed, PlaceContext } from './place.ts';
import { strikeGateway } from './strike-gateway.ts';
import type { UpstreamHandle } from './upstream-handle.ts';
import { withoutLinesOf } from './without-lines-of.ts';

/** What a deployment is made of; the lender puts it together. */
export interface DeploymentParts {
  readonly instance: GatewayInstance;
  readonly version: string;
  readonly slot: Slot;
  readonly timeouts: Timeouts;
  readonly patience: number;
  readonly way: Way;
  /** The upstreams of the slot by name. */
  readonly upstreams: ReadonlyMap<string, Omit<PlaceContext, 'observe'>>;
  readonly mark: LogMark;
  readonly pidsBefore: readonly number[];
  /** What the processes held before a load, where the gateway is this deployment's alone; null for nobody asks. */
  readonly before?: Holdings | null;
  /** Stops the gateway where it is this deployment's alone, and gives back the slot; null when it goes on running. */
  giveBack(): Promise<Exit | null>;
  /** Names and addresses that were asked for and that nobody declared, where somebody watches. */
  strangers?: (() => Promise<readonly string[]>) | undefined;
  /** It runs already and goes on running: how it ends is never known. */
  readonly running?: boolean | undefined;
  /** Called when nothing of it is in use any more. */
  over?: (() => void) | undefined;
}

/** What puts new processes in place of old ones. */
const REPLACING: readonly GatewayAction[] = ['reload', 'restart', 'kill', 'kill-worker'];

/** How long after its read timeout a gateway may hold what it took for a load, in milliseconds. */
const REST = 2000;

/** An arming whose end is still open. */
type OpenArming = { -readonly [Key in keyof Arming]: Arming[Key] };

/** One slot of a gateway instance with the upstreams behind it, lent to one pass. */
export class LentDeployment implements Deployment {
  readonly listen: Address;
  readonly timeouts: Timeouts;
  readonly patience: number;
  readonly upstreams: readonly string[];
  readonly way: Way;
  readonly #parts: DeploymentParts;
  readonly #observations = new ObservationStore((event) => this.#epoch(event));
  /** Correlation ids of the requests of which hardly anything is kept. */
  readonly #thinned = new Set<string>();
  readonly #listeners: ((event: Observation) => void)[] = [];
  readonly #armed = new Map<string, { effect: Armed; arming: OpenArming }>();
  readonly #armings: OpenArming[] = [];
  /** Processes that are to be there at the end. */
  #pidsBefore: readonly number[];
  #evidence: Promise<GatewayEvidence> | null = null;

  constructor(parts: DeploymentParts) {
    this.#parts = parts;
    this.listen = parts.slot.listen;
    this.timeouts = parts.timeouts;
    this.patience = parts.patience;
    this.upstreams = [...parts.upstreams.keys()];
    this.way = parts.way;
    this.#pidsBefore = parts.pidsBefore;
    for (const [name, { handle }] of parts.upstreams) this.#collect(name, handle);
  }

  async set(upstream: string, state: UpstreamState): Promise<void> {
    const parts = this.#parts.upstreams.get(upstream);
    if (!parts) throw new Error(`no upstream ${upstream}`);
    await this.#disarm(upstream);
    const from = now();
    const context = { ...parts, observe: (event: Observation) => this.#note({ ...event, upstream }) };
    const effect = await arm(context, state.effect);
    const arming = { upstream, fault: state.fault, from, until: null, probes: effect.probes };
    this.#armings.push(arming);
    this.#armed.set(upstream, { effect, arming });
  }

  release(upstream: string, connection: number): void {
    this.#parts.upstreams.get(upstream)?.handle.release(connection);
  }

  async log(): Promise<readonly string[]> {
    const { instance, slot, mark } = this.#parts;
    return aboutSlot(await instance.logSince(mark), slot, instance.slots);
  }

  async observations(): Promise<readonly Observation[]> {
    await Promise.all([...this.#parts.upstreams.values()].map(({ handle }) => handle.flush()));
    return withoutProbes(
      this.#observations.all(),
      this.#armings.flatMap(({ probes }) => probes),
    );
  }

  async thin(ids: ReadonlySet<string>): Promise<void> {
    for (const id of ids) this.#thinned.add(id);
    this.#observations.thin(ids);
  }

  /** Tells every line that its gateway writes from now on, until the signal. */
  async follow(tell: (line: OutputLine) => void, signal: AbortSignal): Promise<void> {
    await followLog(this.#parts.instance.log, tell, signal);
  }

  /** Resolves when the gateway has ended by itself; never for one that was running before. */
  get died(): Promise<Exit> {
    return this.#parts.instance.ended;
  }

  onObservation(listener: (event: Observation) => void): void {
    this.#listeners.push(listener);
  }

  armings(): readonly Arming[] {
    return this.#armings;
  }

  /** Whom it replaces on purpose is not missed afterwards: from then on those are to stay that are new, and the first process. */
  async strike(action: GatewayAction): Promise<StrikeOutcome> {
    const { instance } = this.#parts;
    // A worker may have been forked since the gateway was lent: a master accepts before it has any.
    const old = [...this.#pidsBefore, ...instance.pids()];
    const outcome = await strikeGateway(instance, action);
    if (outcome !== 'done' || !REPLACING.includes(action)) return outcome;
    this.#pidsBefore = instance.pids().filter((pid) => pid === instance.leader || !old.includes(pid));
    return outcome;
  }

  look(): GatewayLook {
    const { instance } = this.#parts;
    return lookAtProcesses(instance.pids(), instance.alive);
  }

  async settle(): Promise<GatewayEvidence> {
    this.#evidence ??= this.#end().finally(() => this.#parts.over?.());
    return await this.#evidence;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.settle();
  }

  /** What is armed is an epoch of its upstream: whether a fault struck is told by what was seen while it was armed. */
  #epoch({ upstream, at }: Observation): number {
    return this.#armings.filter((one) => one.upstream === upstream && one.from <= at).length;
  }

  async #disarm(upstream: string): Promise<void> {
    const armed = this.#armed.get(upstream);
    if (!armed) return;
    this.#armed.delete(upstream);
    await armed.effect.disarm();
    armed.arming.until = now();
  }

  async #end(): Promise<GatewayEvidence> {
    const { instance, slot, mark, upstreams } = this.#parts;
    for (const name of upstreams.keys()) await this.#disarm(name);
    const pidsBefore = this.#pidsBefore.filter((pid) => !instance.isPassing(pid));
    const pidsAfter = instance.pids();
    // A leader that is gone has ended, whether or not its exit was told yet.
    const lives = this.#parts.running || pidsAfter.includes(instance.leader);
    const died = lives ? instance.exit : await instance.ended;
    const asked = died === null;
    const held = died ? undefined : await this.#heldSince();
    for (const { handle } of upstreams.values()) await handle.end();
    // What a gateway says as it is stopped is no evidence of the case.
    const log = withoutLinesOf(aboutSlot(await instance.logSince(mark), slot, instance.slots), this.#thinned);
    const strangers = (await this.#parts.strangers?.()) ?? [];
    const stopped = died ?? (await this.#parts.giveBack());
    const exit = this.#parts.running ? null : stopped;
    return {
      name: instance.name,
      version: this.#parts.version,
      listen: formatHostPort(slot.listen),
      upstreams: Object.fromEntries(Object.entries(slot.upstreams).map(([name, at]) => [name, formatHostPort(at)])),
      pidsBefore,
      pidsAfter,
      ...(held && { held }),
      exit: exit && { ...exit, asked },
      log,
      strangers: strangers.filter((stranger) => instance.isConfigured(stranger)),
    };
  }

  /** Upstreams are still there: whoever has a connection open to one has not closed it. */
  async #heldSince(): Promise<GatewayEvidence['held']> {
    const { before, instance, timeouts } = this.#parts;
    const after = before ? await holdingsAtRest(() => instance.pids(), before, timeouts.read + REST) : null;
    return before && after ? { before, after } : undefined;
  }

  #collect(name: string, handle: UpstreamHandle): void {
    handle.onObservation((event) => this.#note({ ...event, upstream: name }));
  }

  #note(event: Observation): void {
    this.#observations.push(event);
    for (const listener of this.#listeners) listener(event);
  }
}

/** Leaves out the connections that our own probes made, and all that was observed on them. */
function withoutProbes(observations: readonly Observation[], probes: readonly Probe[]): Observation[] {
  const ports = new Set(probes.map((probe) => probe.localPort));
  const ours = new Set<string>();
  return observations.filter((event) => {
    if (!('connection' in event)) return true;
    const key = `${event.upstream}#${event.connection}`;
    if (event.kind === 'connection' && ports.has(event.remotePort)) ours.add(key);
    return !ours.has(key);
  });
}
