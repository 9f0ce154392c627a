import { join } from 'node:path';
import type { Capabilities } from '../core/capability.ts';
import type { Case } from '../core/case.ts';
import type { Evidence } from '../core/evidence.ts';
import type { Address, Gateway } from '../core/gateway.ts';
import type { PlayHooks, Runtime } from '../core/runtime.ts';
import { claimRange } from './local/claim-range.ts';
import { openDoor } from './local/door.ts';
import { openRunFolder, type RunFolder } from './local/run-folder.ts';
import { findSandbox, type Sandbox } from './local/sandbox.ts';
import { WorkerProcess } from './local/worker-process.ts';
import type { GatewayFacts } from './worker/lender.ts';
import type { HoldHooks, Topology, WorkerLink } from './worker/worker-link.ts';
import { WorkerPool } from './worker/worker-pool.ts';

/** Why of a gateway that runs already there is no network of our own. */
export const RUNS_ALREADY = 'the gateway runs already, in a network that is not ours';

/** What the local runtime is opened with. */
export interface LocalOptions {
  readonly gateways: readonly Gateway[];
  /** What was found on this machine, by gateway name. */
  readonly facts: ReadonlyMap<string, GatewayFacts>;
  /** Worker processes; one a core unless given. */
  readonly workers?: number | undefined;
}

/** A topology that is held open, and the address of this machine that leads to its gateway. */
export interface HeldTopology extends Topology {
  readonly listen: Address;
}

/** Opens the local runtime: gateways of this machine, in sandboxes without Docker and without root. */
export async function openLocal(options: LocalOptions): Promise<LocalRuntime> {
  const sandbox = await findSandbox();
  const folder = await openRunFolder();
  const runtime = new LocalRuntime(options, sandbox, folder);
  try {
    await runtime.start();
    return runtime;
  } catch (error) {
    await runtime[Symbol.asyncDispose]();
    throw error;
  }
}

/** The local runtime: some workers, and cases spread over them. */
export class LocalRuntime implements Runtime {
  readonly name = 'local';
  readonly sandbox: Sandbox;
  readonly #options: LocalOptions;
  readonly #folder: RunFolder;
  readonly #pool: WorkerPool;
  /** For gateways that run already: outside of any sandbox, and one worker, as their upstreams have one place each. */
  readonly #outside: WorkerPool;
  #opened: Promise<unknown> | null = null;
  #capabilities: Capabilities = {
    firewall: 'not started',
    routes: 'not started',
    shaping: 'not started',
    dns: 'not started',
    processes: 'not started',
    memory: 'not started',
    'unix-sockets': 'not started',
  };

  constructor(options: LocalOptions, sandbox: Sandbox, folder: RunFolder) {
    this.#options = options;
    this.sandbox = sandbox;
    this.#folder = folder;
    this.#pool = new WorkerPool(async (ordinal) => await this.#startWorker(ordinal, sandbox), options.workers);
    const plain: Sandbox = { kind: 'plain', reason: RUNS_ALREADY };
    this.#outside = new WorkerPool(async () => await this.#startWorker('outside', plain), 1);
  }

  get capabilities(): Capabilities {
    return this.#capabilities;
  }

  /** Starts the first worker, which tells what can be done here. Others follow when there is work for them. */
  async start(): Promise<void> {
    this.#capabilities = await this.#pool.open();
  }

  /** Leaves the folder with the gateways' configs and logs behind, and gives its path. */
  keep(): string {
    this.#folder.keep();
    return this.#folder.path;
  }

  async play(item: Case, hooks: PlayHooks): Promise<Evidence> {
    const worker = await this.#pick(item.gateway.name);
    return await worker.play(item, this.#facts(item.gateway.name), hooks);
  }

  /** Stops what runs of a gateway that will not be played any more; without it, that happens when the runtime is closed. */
  async retire(gateway: string): Promise<void> {
    await this.#poolOf(gateway).retire(gateway);
  }

  /** Holds a case's topology open until the runtime is closed, and says where people reach its gateway. */
  async hold(item: Case, hooks: Omit<HoldHooks, 'door'>): Promise<HeldTopology> {
    const worker = await this.#pick(item.gateway.name);
    const { door, address } = await openDoor();
    const topology = await worker.hold(item, this.#facts(item.gateway.name), { ...hooks, door });
    return { ...topology, listen: address };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#pool.stop(), this.#outside.stop()]);
    await this.#folder[Symbol.asyncDispose]();
  }

  #facts(gateway: string): GatewayFacts {
    const facts = this.#options.facts.get(gateway);
    if (!facts) throw new Error(`nothing is known of gateway ${gateway}`);
    return facts;
  }

  #poolOf(gateway: string): WorkerPool {
    return this.#facts(gateway).fixed?.running ? this.#outside : this.#pool;
  }

  /** Of several that are asked for at once the first starts the only worker outside; the others wait for it. */
  async #pick(gateway: string): Promise<WorkerLink> {
    const pool = this.#poolOf(gateway);
    if (pool === this.#outside) {
      this.#opened ??= pool.open();
      await this.#opened;
    }
    return await pool.pick(gateway);
  }

  async #startWorker(ordinal: number | string, sandbox: Sandbox): Promise<WorkerProcess> {
    const dir = join(this.#folder.path, `worker-${ordinal}`);
    // In a network namespace of its own every worker may use the same addresses.
    const outside = sandbox !== this.sandbox;
    const range = sandbox.kind === 'namespaces' ? 1 : outside ? null : await claimRange();
    const gateways = new Map(this.#options.gateways.map((gateway) => [gateway.name, gateway]));
    return new WorkerProcess({ dir, sandbox, range }, gateways);
  }
}
