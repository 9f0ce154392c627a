import { ClientConnection } from '../client/client-connection.ts';
import { now } from '../core/clock.ts';
import type { Evidence, Exchange, Phase } from '../core/evidence.ts';
import { ROUTES } from '../core/gateway.ts';
import type { Load } from '../core/load.ts';
import type { Deployment, PlayHooks } from '../core/runtime.ts';
import type { RequestSpec, Step, UpstreamState } from '../core/scenario.ts';
import { Deliveries } from './deliveries.ts';
import { LoadRun } from './load-run.ts';

/** How often the gateway's longest timeout a client waits for the end of an exchange: what lasts longer hangs. */
const PATIENCE = 5;
/** Between two tries of an `until`, in milliseconds. A gateway's recovery sends no event that could be awaited. */
const UNTIL_PAUSE = 50;

/** Drives the clients of one pass through its steps and keeps every exchange. */
export class Drive implements Disposable {
  /** What the exchanges from now on belong to. */
  phase: Phase;
  readonly exchanges: Exchange[] = [];
  readonly untils: Evidence['untils'][number][] = [];
  readonly loads: Load[] = [];
  readonly #deployment: Deployment;
  readonly #hooks: PlayHooks;
  readonly #deliveries: Deliveries;
  /** The kept connection of each client. */
  readonly #kept = new Map<string, ClientConnection>();
  /** Where in `exchanges` the last one of a connection is. */
  readonly #last = new Map<ClientConnection, number>();
  readonly #faults = new Map<string, string | null>();
  #connections = 0;
  #requests = 0;

  constructor(deployment: Deployment, hooks: PlayHooks, phase: Phase) {
    this.#deployment = deployment;
    this.#hooks = hooks;
    this.#deliveries = new Deliveries(deployment);
    this.phase = phase;
  }

  async steps(steps: readonly Step[]): Promise<void> {
    for (const step of steps) await this.#step(step);
  }

  /** Puts upstreams into states; the healthy twin has only healthy ones. */
  async set(states: Readonly<Record<string, UpstreamState>>): Promise<void> {
    for (const [upstream, state] of Object.entries(states)) {
      this.#faults.set(upstream, state.fault);
      await this.#deployment.set(upstream, state);
    }
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
    this.#hooks.progress(describe(step));
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

  /** A load, and what is set while it goes on. */
  async #load(step: Extract<Step, { kind: 'load' }>): Promise<void> {
    const { request } = step.load;
    const upstream = upstreamOf(request.target);
    const fault = this.#faultBehind(upstream);
    const clients = {
      open: () => this.#open(request.client),
      exchange: (connection: ClientConnection, signal: AbortSignal) =>
        this.#exchange(connection, request, step.path, signal),
      leave: (connection: ClientConnection) => connection.destroy(),
      forget: (ids: ReadonlySet<string>) => this.#deployment.thin(ids),
    };
    const run = new LoadRun(step.load, clients, this.#hooks.signal).toEnd();
    const [{ kept, ...outcome }] = await Promise.all([run, this.#during(step)]);
    this.exchanges.push(...kept);
    const steady = step.during.length === 0 ? fault : null;
    const { path, load } = step;
    this.loads.push({
      phase: this.phase,
      step: path,
      upstream,
      method: load.request.method,
      fault: steady,
      ...outcome,
    });
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

  async #exchange(
    connection: ClientConnection,
    request: RequestSpec,
    step: string,
    signal = this.#hooks.signal,
  ): Promise<Exchange> {
    const upstream = upstreamOf(request.target);
    this.#requests += 1;
    const id = `${this.phase}-${this.#requests}`;
    return await connection.exchange({
      ...request,
      phase: this.phase,
      id,
      upstream,
      fault: this.#faultBehind(upstream),
      step,
      deadlineMs: PATIENCE * Math.max(this.#deployment.timeouts.connect, this.#deployment.timeouts.read),
      signal,
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
    return ClientConnection.open(this.#deployment.listen, { client, ordinal: this.#connections });
  }
}

function upstreamOf(target: string): string {
  return ROUTES.find((route) => target.startsWith(route.prefix))?.upstream ?? 'app';
}

function describe(step: Step): string {
  if (step.kind === 'set') return `${step.path}: set ${Object.keys(step.set).join(', ')}`;
  if (step.kind === 'parallel') return `${step.path}: ${step.branches.length} in parallel`;
  if (step.kind === 'repeat') return `${step.path}: ${step.times} times`;
  if (step.kind === 'load') return `${step.path}: ${step.load.rate} requests a second for ${step.load.duration} ms`;
  const times = step.kind === 'request' && step.times > 1 ? ` x ${step.times}` : '';
  return `${step.path}: ${step.kind === 'until' ? 'until ' : ''}${step.request.method} ${step.request.target}${times}`;
}
