import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Gateway } from '../../core/gateway.ts';
import { programInImage } from '../../images/program-in-image.ts';
import type { FromWorker, ToWorker } from '../worker/messages.ts';
import { WorkerLink } from '../worker/worker-link.ts';
import type { Worker } from '../worker/worker-pool.ts';
import { DOOR_PORT, type DriverStart, SHARED_FOLDER, SIDECAR_PORT, UPSTREAM_PORT } from './driver-start.ts';
import { EngineDesk } from './engine-desk.ts';
import { FrameReader, frame } from './frames.ts';
import { type ContainerPlan, type RunningContainer, startContainer } from './joined-container.ts';
import { withIpv6 } from './with-ipv6.ts';

/** How long a driver may take to stop in order before its container is killed, in milliseconds. */
const STOP_LIMIT = 8000;

/** What a cell is made of. */
export interface CellOptions {
  /** Name or id of the network. */
  readonly network: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly images: {
    readonly sidecar: string;
    readonly upstream: string;
    /** By gateway name. */
    readonly gateways: ReadonlyMap<string, string>;
  };
  readonly gateways: ReadonlyMap<string, Gateway>;
  readonly rootGateways: readonly string[];
  /** Lets some containers of a run start at once, and the others wait: a start takes a core, and gateways want theirs. */
  inTurn<Result>(start: () => Promise<Result>): Promise<Result>;
  /** Whether the driver's door is published on this machine's 127.0.0.1, for a person. */
  readonly door: boolean;
}

/**
 * A worker of containers: a driver that owns the gateways' network and process namespaces, and an upstream side that owns
 * the network namespace of all upstreams. Every container is in the driver's process namespace and dies with it.
 */
export class Cell implements Worker {
  readonly link: WorkerLink;
  readonly #options: CellOptions;
  readonly #all: RunningContainer[] = [];
  #driver: RunningContainer | null = null;
  #desk: EngineDesk | null = null;
  #lastWords = '';

  private constructor(options: CellOptions) {
    this.#options = options;
    this.link = new WorkerLink({
      gateways: options.gateways,
      send: (message) => this.#send(message),
      engine: async (request) => {
        if (!this.#desk) throw new Error('the driver asks before it was told to begin');
        return await this.#desk.carryOut(request);
      },
    });
  }

  /** Starts the containers that all cases share; the link tells when the driver is ready. */
  static async start(options: CellOptions): Promise<Cell> {
    const cell = new Cell(options);
    try {
      await cell.#begin();
      return cell;
    } catch (error) {
      await cell.#kill();
      // Whatever is joined to a driver that has died cannot start: the cause is what the driver said.
      throw cell.link.death ?? error;
    }
  }

  /** The port of this machine's 127.0.0.1 that leads to the driver's door. */
  async doorPort(): Promise<number> {
    const { NetworkSettings } = (await this.#driver?.engine.inspect()) ?? {};
    return Number(NetworkSettings?.Ports[`${DOOR_PORT}/tcp`]?.[0]?.HostPort);
  }

  /** Writes the configs and logs of the gateways so far into a tar archive. */
  async save(path: string): Promise<void> {
    const archive = await this.#driver?.engine.getArchive({ path: SHARED_FOLDER });
    if (archive) await pipeline(archive, createWriteStream(path));
  }

  async stop(): Promise<void> {
    if (this.link.alive) {
      this.#send({ type: 'stop' });
      const patience = setTimeout(() => void this.#kill(), STOP_LIMIT);
      await this.#driver?.ended;
      clearTimeout(patience);
    }
    await this.#kill();
  }

  async #begin(): Promise<void> {
    const driver = await this.#startDriver();
    const upstreamSide = await this.#startUpstreamSide(driver);
    this.#desk = new EngineDesk({
      driver,
      upstreamSide,
      images: this.#options.images,
      run: async (plan) => await this.#run(plan),
      tell: (event) => this.link.tell(event),
    });
    this.#send({
      upstreamSide: await addressOf(upstreamSide),
      rootGateways: this.#options.rootGateways,
    });
    await this.#desk.startUpstream(UPSTREAM_PORT, (chunk) => this.#hear(chunk));
  }

  async #startDriver(): Promise<RunningContainer> {
    const { network, images, door } = this.#options;
    const reader = new FrameReader<FromWorker>((message) => this.link.receive(message));
    const port = `${DOOR_PORT}/tcp`;
    const plan = (sysctls: Readonly<Record<string, string>>): Omit<ContainerPlan, 'labels'> => ({
      image: images.sidecar,
      purpose: 'the driver',
      create: {
        Cmd: ['node', programInImage('runtimes/docker/driver')],
        OpenStdin: true,
        StdinOnce: true,
        AttachStdin: true,
        Volumes: { [SHARED_FOLDER]: {} },
        ...(door ? { ExposedPorts: { [port]: {} } } : {}),
      },
      host: {
        NetworkMode: network,
        CapAdd: ['NET_ADMIN'],
        // What asks the engine's resolver, 127.0.0.11, is led to ours, which is no loopback address (see lead-to-resolver.ts).
        Sysctls: { 'net.ipv4.conf.all.route_localnet': '1', ...sysctls },
        ...(door ? { PortBindings: { [port]: [{ HostIp: '127.0.0.1', HostPort: '0' }] } } : {}),
      },
      output: (chunk, stream) => (stream === 'stdout' ? reader.push(chunk) : this.#hear(chunk)),
    });
    const driver = await withIpv6(async (sysctls) => await this.#run(plan(sysctls)));
    void driver.ended.then(({ code, signal }) =>
      this.link.died(`its container ended with ${signal ?? `exit code ${code}`}`, this.#lastWords),
    );
    this.#driver = driver;
    return driver;
  }

  async #startUpstreamSide(driver: RunningContainer): Promise<RunningContainer> {
    const { network, images } = this.#options;
    return await this.#run({
      image: images.sidecar,
      purpose: 'the upstream side',
      create: { Cmd: ['node', programInImage('sidecar/main'), '--control', `0.0.0.0:${SIDECAR_PORT}`] },
      host: {
        NetworkMode: network,
        CapAdd: ['NET_ADMIN'],
        PidMode: `container:${driver.id}`,
        // Six rejections a peer, then one a second (icmp(7)): a firewall's answers would be lost by the number of cases.
        Sysctls: { 'net.ipv4.icmp_ratelimit': '0' },
      },
      output: (chunk, stream) => stream === 'stderr' && this.#hear(chunk),
    });
  }

  async #run(plan: Omit<ContainerPlan, 'labels'>): Promise<RunningContainer> {
    const { labels, inTurn } = this.#options;
    const container = await inTurn(async () => await startContainer({ ...plan, labels }));
    this.#all.push(container);
    return container;
  }

  #hear(chunk: Buffer): void {
    this.#lastWords = `${this.#lastWords}${chunk}`.slice(-2000);
  }

  #send(message: ToWorker | DriverStart): void {
    if (this.link.alive) this.#driver?.input.write(frame(message));
  }

  /** Kills the driver, and with it all that is in its process namespace; resolves when the engine has removed it. */
  async #kill(): Promise<void> {
    await this.#driver?.engine.remove({ force: true, v: true }).catch(() => {});
    await Promise.all(this.#all.map((container) => container.removed));
  }
}

async function addressOf({ engine }: RunningContainer): Promise<string> {
  const { NetworkSettings } = await engine.inspect();
  const address = Object.values(NetworkSettings.Networks)[0]?.IPAddress;
  if (!address) throw new Error('the engine gave the upstream side no address');
  return address;
}
