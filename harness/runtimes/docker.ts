import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import type { Capabilities } from '../core/capability.ts';
import type { Case } from '../core/case.ts';
import type { Evidence, Timeouts } from '../core/evidence.ts';
import type { Address } from '../core/gateway.ts';
import type { PlayHooks, Runtime } from '../core/runtime.ts';
import { MAX_WAIT, timesOf } from '../core/times-of.ts';
import { type EnsureOptions, ensureImages } from '../images/ensure-images.ts';
import { Cell, type CellOptions } from './docker/cell.ts';
import { DOOR_PORT } from './docker/driver-start.ts';
import { labels } from './docker/labels.ts';
import type { GatewayInImage } from './docker/look-into-image.ts';
import { reaperLabel } from './docker/reaper-label.ts';
import { openRunNetwork, type RunNetwork } from './docker/run-network.ts';
import type { GatewayFacts } from './worker/lender.ts';
import type { HoldHooks, Topology } from './worker/worker-link.ts';
import { WorkerPool } from './worker/worker-pool.ts';

/** What the Docker runtime is opened with. */
export interface DockerOptions {
  readonly gateways: readonly GatewayInImage[];
  /** Timeouts that a gateway is given unless it declares its own, in milliseconds. */
  readonly timeouts: Timeouts;
  /** How long an answer is waited for where the user's own configuration rules, in milliseconds. */
  readonly maxWait?: number | undefined;
  /** Where our own images come from. */
  readonly images: EnsureOptions;
  /** Drivers; one a core unless given. */
  readonly workers?: number | undefined;
  /** Whether a person is to be let in. */
  readonly door: boolean;
}

/** Opens the Docker runtime: gateways and upstreams in containers, in a network of this run alone. */
export async function openDocker(options: DockerOptions): Promise<DockerRuntime> {
  const reaper = await reaperLabel(options.images.set);
  const marks = { ...labels(randomUUID().slice(0, 8)), ...reaper };
  const ours = await ensureImages([{ name: 'sidecar' }, { name: 'upstream' }], options.images);
  const network = await openRunNetwork(marks);
  const runtime = new DockerRuntime(options, ours, network, marks);
  try {
    await runtime.start();
    return runtime;
  } catch (error) {
    await runtime[Symbol.asyncDispose]();
    throw error;
  }
}

/** The Docker runtime: some drivers, and cases spread over them. */
export class DockerRuntime implements Runtime {
  readonly name = 'docker';
  readonly #facts: ReadonlyMap<string, GatewayFacts>;
  readonly #network: RunNetwork;
  readonly #pool: WorkerPool;
  readonly #cells: Cell[] = [];
  #capabilities: Capabilities | null = null;

  constructor(
    options: DockerOptions,
    ours: ReadonlyMap<string, string>,
    network: RunNetwork,
    marks: Readonly<Record<string, string>>,
  ) {
    this.#network = network;
    this.#facts = new Map(options.gateways.map((found) => [found.gateway.name, factsOf(found, options)]));
    const parts = { ...partsOf(options, ours), inTurn: pLimit(Math.ceil(availableParallelism() / 2)) };
    this.#pool = new WorkerPool(async () => {
      const cell = await Cell.start({ ...parts, network: network.name, labels: marks });
      this.#cells.push(cell);
      return cell;
    }, options.workers);
  }

  get capabilities(): Capabilities {
    if (!this.#capabilities) throw new Error('the runtime was not started');
    return this.#capabilities;
  }

  /** Starts the first driver, which tells what can be done here. */
  async start(): Promise<void> {
    this.#capabilities = await this.#pool.open();
  }

  async play(item: Case, hooks: PlayHooks): Promise<Evidence> {
    const link = await this.#pool.pick(item.gateway.name);
    return await link.play(item, this.#factsOf(item.gateway.name), hooks);
  }

  /** Holds a case's topology open until the runtime is closed, and says where people reach its gateway. */
  async hold(item: Case, hooks: Omit<HoldHooks, 'door'>): Promise<Topology & { readonly listen: Address }> {
    const link = await this.#pool.pick(item.gateway.name);
    const topology = await link.hold(item, this.#factsOf(item.gateway.name), { ...hooks, door: DOOR_PORT });
    const port = (await this.#cells.find((cell) => cell.link === link)?.doorPort()) ?? 0;
    return { ...topology, listen: { host: '127.0.0.1', port } };
  }

  /** Leaves the gateways' configs and logs behind as tar archives, one a driver, and gives the folder they are in. */
  async keep(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'gatecrash-kept-'));
    await Promise.all(this.#cells.map((cell, index) => cell.save(join(folder, `driver-${index + 1}.tar`))));
    return folder;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.stop();
    await this.#network[Symbol.asyncDispose]();
  }

  #factsOf(gateway: string): GatewayFacts {
    const facts = this.#facts.get(gateway);
    if (!facts) throw new Error(`nothing is known of gateway ${gateway}`);
    return facts;
  }
}

function factsOf(
  { gateway, program, version }: GatewayInImage,
  { timeouts, maxWait = MAX_WAIT }: DockerOptions,
): GatewayFacts {
  const { slots, fixed } = gateway;
  return { program, version, slots, ...timesOf(gateway, timeouts, maxWait), fixed };
}

function partsOf(
  { gateways, door }: DockerOptions,
  ours: ReadonlyMap<string, string>,
): Omit<CellOptions, 'network' | 'labels' | 'inTurn'> {
  return {
    door,
    gateways: new Map(gateways.map(({ gateway }) => [gateway.name, gateway])),
    rootGateways: gateways.filter(({ root }) => root).map(({ gateway }) => gateway.name),
    images: {
      sidecar: ours.get('sidecar') ?? '',
      upstream: ours.get('upstream') ?? '',
      gateways: new Map(gateways.map(({ gateway, image }) => [gateway.name, image])),
    },
  };
}
