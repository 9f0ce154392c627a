import type { ClientConnection } from '../client/client-connection.ts';
import { openThrough } from '../client/open-through.ts';
import type { Awaited } from '../core/client-conduct.ts';
import { now } from '../core/clock.ts';
import type { Evidence, Exchange, Phase } from '../core/evidence.ts';
import type { Load } from '../core/load.ts';
import { onTheWay, upstreamOf } from '../core/on-the-way.ts';
import type { Deployment, PlayHooks } from '../core/runtime.ts';
import type { RequestSpec, Step, UpstreamState } from '../core/scenario.ts';
import { Deliveries } from './deliveries.ts';
import { describeStep } from './describe-step.ts';
import { LoadInThread } from './load-in-thread.ts';
import { requestsOf } from './load-job.ts';
import { Signals } from './signals.ts';
import { Strikes } from './strikes.ts';
import { UpstreamSignals } from './upstream-signals.ts';

/** Between two tries of an `until`, in milliseconds. A gateway's recovery sends no event that could be awaited. */
const UNTIL_PAUSE = 50;

/** Drives the clients of one pass through its steps and keeps every exchange. */
export class Drive implements Disposable {
  /** What the exchanges from now on belong to. */
  phase: Phase;
  readonly exchanges: Exchange[] = [];
  readonly untils: Evidence['untils'][number][] = [];
  readonly loads: Load[] = [];
  readonly strikes: Strikes;
  readonly awaits: Awaited[] = [];
  readonly #deployment: Deployment;
  readonly #hooks: PlayHooks;
  readonly #deliveries: Deliveries;
  readonly #signals: Signals;
  readonly #upstreamSignals: UpstreamSignals;
  /** The kept connection of each client. */
  readonly #kept = new Map<string, ClientConnection>();
  /** Where in `exchanges` the last one of a connection is. */
  readonly #last = new Map<ClientConnection, number>();
  readonly #faults = new Map<string, string | null>();
  /** The loads that go on, and the upstream that each is for. */
  readonly #underLoad = new Map<LoadInThread, string>();
  #connections = 0;
  #requests = 0;

  /** The signals `given` count as given from the start. */
  constructor(deployment: Deployment, hooks: PlayHooks, phase: Phase, given: readonly string[] = []) {
    this.#deployment = deployment;
    this.#hooks = hooks;
    this.#deliveries = new Deliveries(deployment);
    this.strikes = new Strikes(deployment);
    this.#signals = new Signals(deployment, given);
    this.#upstreamSignals = new UpstreamSignals(deployment);
    this.phase = phase;
  }

  async steps(steps: readonly Step[]): Promise<void> {
    for (const step of steps) await this.#step(step);
  }

  /** Puts upstreams into states; the healthy twin has only healthy ones. */
  async set(states: Readonly<Record<string, UpstreamState>>): Promise<void> {
    for (const [upstream, state] of Object.entries(states)) {
      // While it changes, as under a load, a request may meet the one state or the other.
      await this.#meet(upstream, null);
      await this.#deployment.set(upstream, state);
      await this.#meet(upstream, state.fault);
    }
  }

  async #meet(upstream: string, fault: string | null): Promise<void> {
    this.#faults.set(upstream, fault);
    await Promise.all([...this.#underLoad].map(([load, name]) => load.meet(this.#faultBehind(name))));
  }

  /** Clients whose connection is open and in a known state. */
  keptClients(): string[] {
    return [...this.#kept].filter(([, connection]) => connection.usable).map(([client]) => client);
  }

  /** A request that no author wrote. */
  async canary(request: RequestSpec): Promise<void> {
    await this.#request(request, '');
  }

  /** Lets go of every connection. Octets that still came on one count as left over behind its last exchange. */
  end(): void {
    for (const connection of this.#kept.values()) this.#leave(connection);
    this.#kept.clear();
  }

  [Symbol.dispose](): void {
    this.end();
  }

  /** In parallel every request goes out on a connection of its own: one connection carries one request at a time. */
  async #step(step: Step, use: 'kept' | 'lone' = 'kept'): Promise<void> {
    this.#hooks.signal.throwIfAborted();
    this.#hooks.progress(describeStep(step));
    await this.#upstreamSignals.arrived(this.#hooks.signal);
    if (this.phase === 'twin') await this.#act(step, use);
    else await this.strikes.watch(step, async () => await this.#act(step, use));
  }

  async #act(step: Step, use: 'kept' | 'lone'): Promise<void> {
    switch (step.kind) {
      case 'request':
        return await this.#burst(step, use);
      case 'set':
        return this.phase === 'twin' ? undefined : await this.set(step.set);
      case 'until':
        return await this.#until(step);
      case 'parallel':
        await Promise.all(step.branches.map((branch) => this.#step(branch, 'lone')));
        return;
      case 'repeat':
        for (let turn = 0; turn < step.times; turn++) for (const inner of step.steps) await this.#step(inner, use);
        return;
      case 'load':
        return await this.#load(step);
      case 'gateway':
        return this.phase === 'twin' ? undefined : await this.strikes.strike(step);
      case 'signal':
        return this.#signals.give(step.signal);
      case 'await':
        return await this.#await(step);
    }
  }

  async #burst(step: Extract<Step, { kind: 'request' }>, use: 'kept' | 'lone'): Promise<void> {
    const how = step.times === 1 ? use : 'lone';
    await Promise.all(Array.from({ length: step.times }, () => this.#request(step.request, step.path, how)));
  }

  async #until(step: Extract<Step, { kind: 'until' }>): Promise<void> {
    const started = now();
    const elapsed = () => now() - started;
    for (;;) {
      const exchange = await this.#request({ ...step.request, fresh: true }, step.path);
      const met = exchange.final?.status === step.status;
      if (met || elapsed() >= step.within) {
        this.untils.push({ step: step.path, met: met && elapsed() <= step.within, ms: elapsed() });
        return;
      }
      this.#hooks.signal.throwIfAborted();
      await new Promise((resume) => setTimeout(resume, UNTIL_PAUSE));
    }
  }

  /** In the healthy twin nothing needs to be said in the log. */
  async #await({ path, what, within }: Extract<Step, { kind: 'await' }>): Promise<void> {
    if (this.phase === 'twin' && 'log' in what) return;
    const started = now();
    const limit = within ?? this.#patience;
    const met =
      'log' in what
        ? await this.#signals.waitForLog(what.log, limit, this.#hooks.signal)
        : await this.#signals.wait(what.signal, limit, this.#hooks.signal);
    const words = 'log' in what ? `the text "${what.log}" in the gateway's log` : `the signal "${what.signal}"`;
    this.awaits.push({ step: path, what: words, met, ms: now() - started });
  }

  get #patience(): number {
    return this.#deployment.patience;
  }

  /** A load, and what is set while it goes on. */
  async #load(step: Extract<Step, { kind: 'load' }>): Promise<void> {
    const { path, load } = step;
    const upstream = upstreamOf(load.request.target);
    const fault = this.#faultBehind(upstream);
    await using thread = this.#startLoad(step, upstream);
    this.#underLoad.set(thread, upstream);
    const run = thread.toEnd(this.#hooks.signal).finally(() => this.#underLoad.delete(thread));
    const [{ kept, ...outcome }] = await Promise.all([run, this.#during(step)]);
    this.exchanges.push(...kept);
    const steady = step.during.length === 0 ? fault : null;
    this.loads.push({
      phase: this.phase,
      step: path,
      upstream,
      method: load.request.method,
      fault: steady,
      ...outcome,
    });
  }

  /** Every request of it may need a connection of its own: so many ordinals of each are the load's. */
  #startLoad({ load, path }: Extract<Step, { kind: 'load' }>, upstream: string): LoadInThread {
    const { listen, way, patience } = this.#deployment;
    const before = { connections: this.#connections, requests: this.#requests };
    this.#connections += requestsOf(load);
    this.#requests += requestsOf(load);
    const { phase } = this;
    const job = { spec: load, listen, way, phase, upstream, step: path, patience, before };
    return new LoadInThread(
      { ...job, fault: this.#faultBehind(upstream) },
      {
        received: (id, bytes) => this.#deliveries.received(id, bytes),
        forget: async (ids) => await this.#deployment.thin(ids),
      },
    );
  }

  /** What is set is due so long after the load began, and comes one after another. */
  async #during({ during }: Extract<Step, { kind: 'load' }>): Promise<void> {
    if (this.phase === 'twin') return;
    const started = now();
    for (const { at, set } of during) {
      await new Promise((resume) => setTimeout(resume, Math.max(0, started + at - now())));
      this.#hooks.signal.throwIfAborted();
      await this.set(set);
    }
  }

  /** One exchange: on the client's kept connection, or, as one of a burst, on a `lone` one that is closed behind it. */
  async #request(request: RequestSpec, step: string, use: 'kept' | 'lone' = 'kept'): Promise<Exchange> {
    const connection = use === 'lone' ? this.#open(request.client) : this.#connection(request);
    const exchange = await this.#exchange(connection, request, step);
    this.#last.set(connection, this.exchanges.push(exchange) - 1);
    if (use === 'lone') this.#leave(connection);
    return exchange;
  }

  async #exchange(connection: ClientConnection, request: RequestSpec, step: string): Promise<Exchange> {
    const upstream = upstreamOf(request.target);
    this.#requests += 1;
    const id = `${this.phase}-${this.#requests}`;
    return await connection.exchange({
      ...request,
      target: onTheWay(request.target, this.#deployment.way),
      phase: this.phase,
      id,
      upstream,
      fault: this.#faultBehind(upstream),
      step,
      deadlineMs: this.#deployment.patience,
      signal: this.#hooks.signal,
      onBody: (bytes) => this.#deliveries.received(id, bytes),
    });
  }

  /** The fault that a request meets whichever replica takes it; null where one of them does not have it. */
  #faultBehind(upstream: string): string | null {
    const behind = [...this.#faults].filter(([name]) => name === upstream || name.startsWith(`${upstream}-`));
    const faults = new Set(behind.map(([, fault]) => fault));
    return faults.size === 1 ? ([...faults][0] ?? null) : null;
  }

  #connection(request: RequestSpec): ClientConnection {
    const kept = this.#kept.get(request.client);
    if (kept?.usable && !request.fresh) return kept;
    if (kept) this.#leave(kept);
    const connection = this.#open(request.client);
    this.#kept.set(request.client, connection);
    return connection;
  }

  #leave(connection: ClientConnection): void {
    const index = this.#last.get(connection) ?? -1;
    const last = this.exchanges[index];
    if (last) this.exchanges[index] = connection.amend(last);
    connection.destroy();
  }

  #open(client: string): ClientConnection {
    this.#connections += 1;
    const { listen, way } = this.#deployment;
    return openThrough(listen, way, client, this.#connections);
  }
}
