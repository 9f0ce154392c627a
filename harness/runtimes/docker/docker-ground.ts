import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Capabilities } from '../../core/capability.ts';
import type { Address, FixedPlaces } from '../../core/gateway.ts';
import { arm } from '../../network/arm.ts';
import { routeVia } from '../../network/route.ts';
import { installRules } from '../../network/rules.ts';
import type { PacketEffect } from '../../network/trouble-rules.ts';
import { SidecarControl } from '../../sidecar/control-client.ts';
import { UpstreamControl } from '../../upstream/control-client.ts';
import { type Addresses, AddressRange } from '../worker/addresses.ts';
import type {
  ArmedPackets,
  FilledQueue,
  FixedSlot,
  GatewayStart,
  Ground,
  OwnUpstream,
  RunningGateway,
} from '../worker/ground.ts';
import { awaitState, STATE_AFTER } from '../worker/process-state.ts';
import { type BackDoor, openBackDoor } from './back-door.ts';
import { ContainerGateway } from './container-gateway.ts';
import { containerProcesses } from './container-processes.ts';
import { type DriverStart, RESOLVER_ADDRESS, SIDECAR_PORT, UPSTREAM_PORT, UPSTREAM_PREFIX } from './driver-start.ts';
import type { EngineLink } from './engine-link.ts';
import { fixedSlot } from './fixed-places.ts';
import { leadToResolver } from './lead-to-resolver.ts';
import { untilItAnswers } from './until-it-answers.ts';

/** A container engine as the ground of a worker: gateways and upstreams are containers joined to the driver. */
export class DockerGround implements Ground {
  /** Gateways listen on loopback addresses of the namespace that they share with the client; upstreams are across the way. */
  readonly addresses: Addresses = new AddressRange({ listen: '127.1', app: '198.18', other: '198.19' });
  readonly resolver: Address = { host: RESOLVER_ADDRESS, port: 53 };
  readonly shared: UpstreamControl;
  readonly #engine: EngineLink;
  readonly #sidecar: SidecarControl;
  readonly #start: DriverStart;
  readonly #backDoors: BackDoor[] = [];
  #upstreams = 0;
  #spare: Promise<OwnUpstream> | null = null;

  private constructor(start: DriverStart, engine: EngineLink, sidecar: SidecarControl, shared: UpstreamControl) {
    this.#sidecar = sidecar;
    this.#start = start;
    this.#engine = engine;
    this.shared = shared;
  }

  /** Waits for the programs on the upstream side, gives them their addresses, and starts the resolver. */
  static async open(start: DriverStart, engine: EngineLink): Promise<DockerGround> {
    const sidecar = new SidecarControl(`${start.upstreamSide}:${SIDECAR_PORT}`);
    await installRules({ output: false });
    await untilItAnswers('the sidecar', async () => await sidecar.status());
    await sidecar.answerFor(UPSTREAM_PREFIX);
    await routeVia(UPSTREAM_PREFIX, start.upstreamSide);
    await leadToResolver();
    const address = `${start.upstreamSide}:${UPSTREAM_PORT}`;
    const shared = await untilItAnswers('the upstream program', async () => await UpstreamControl.connect(address));
    await shared.resolver({ host: RESOLVER_ADDRESS, port: 53 });
    return new DockerGround(start, engine, sidecar, shared);
  }

  isRoot(gateway: string): boolean {
    return this.#start.rootGateways.includes(gateway);
  }

  async fixedSlot(places: FixedPlaces): Promise<FixedSlot> {
    return await fixedSlot(places, {
      addresses: this.addresses,
      shared: this.shared,
      sidecar: this.#sidecar,
      upstreamSide: this.#start.upstreamSide,
    });
  }

  async startGateway(start: GatewayStart): Promise<RunningGateway> {
    const hosts = start.launch.placed?.['/etc/hosts'];
    // The driver's own file is what its network's other containers see too.
    if (hosts !== undefined) await writeFile('/etc/hosts', hosts);
    for (const log of start.launch.logs ?? []) await mkdir(dirname(join(start.dir, log)), { recursive: true });
    await openToEveryUser(start.dir);
    return await ContainerGateway.start(start, this.#engine);
  }

  /** The next one is started ahead: where one process is struck, another is wanted soon. */
  async startUpstream(): Promise<OwnUpstream> {
    const upstream = this.#spare ?? this.#makeUpstream();
    this.#spare = this.#makeUpstream();
    // It fails for whoever takes it.
    this.#spare.catch(() => {});
    return await upstream;
  }

  /** Upstreams are across the way and see nothing of the loopback addresses on which gateways listen. */
  async wayBack(listen: Address): Promise<Address> {
    const door = await openBackDoor(listen);
    this.#backDoors.push(door);
    return door.address;
  }

  /** A container of its own in the upstreams' network namespace, which outlives it: who connects next gets an RST. */
  async #makeUpstream(): Promise<OwnUpstream> {
    this.#upstreams += 1;
    const id = `upstream-${this.#upstreams}`;
    const controlPort = UPSTREAM_PORT + 100 + this.#upstreams;
    const ended = Promise.withResolvers<void>();
    const outOfMemory = Promise.withResolvers<void>();
    this.#engine.on(id, ({ kind }) => {
      if (kind === 'ended') ended.resolve();
      if (kind === 'out-of-memory') outOfMemory.resolve();
    });
    const { container } = await this.#engine.ask({ op: 'start-upstream', id, controlPort });
    const address = `${this.#start.upstreamSide}:${controlPort}`;
    const control = await untilItAnswers('an upstream', async () => await UpstreamControl.connect(address));
    const pid = containerProcesses(container)[0] ?? -1;
    const signal: OwnUpstream['signal'] = async (name) => {
      await this.#engine.ask({ op: 'signal', id, signal: name });
      return await awaitState(pid, STATE_AFTER[name]);
    };
    const stop = async () => {
      await this.#engine.ask({ op: 'signal', id, signal: 'SIGKILL' });
      await ended.promise;
      await control.close();
    };
    const exhaust = async () => {
      await this.#engine.ask({ op: 'limit-memory', id, bytes: MEMORY_LIMIT });
      await control.exhaust(2 * MEMORY_LIMIT);
      await within(KILLED_WITHIN, Promise.all([outOfMemory.promise, ended.promise]), 'the kernel did not kill it');
      return await awaitState(pid, 'dead');
    };
    return { control, signal, exhaust, stop };
  }

  /**
   * Packets to the upstream are hit as they come in on its side, packets from it as they come in on the gateways': each is
   * lost on its way, and nobody's own send fails.
   */
  async armPackets(address: string, effect: PacketEffect): Promise<ArmedPackets> {
    await this.#sidecar.arm(address, effect, 'to');
    const here = effect.place === 'network' ? await armHere(address, effect) : null;
    const disarm = async () => {
      const hits = await Promise.all([this.#sidecar.disarm(address), here?.disarm()]);
      return { packets: hits.reduce((sum, hit) => sum + (hit?.packets ?? 0), 0) };
    };
    return { disarm };
  }

  async fillAcceptQueue(address: Address): Promise<FilledQueue> {
    const { probe } = await this.#sidecar.fillAcceptQueue(address);
    return { probe, release: async () => await this.#sidecar.releaseAcceptQueue(address) };
  }

  /** What can be done on both sides. */
  async capabilities(): Promise<Capabilities> {
    const { capabilities } = await this.#sidecar.status();
    return { ...capabilities, dns: true, processes: true, memory: true, 'unix-sockets': NO_FOLDER };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const door of this.#backDoors) door.close();
    await Promise.all([this.shared.close(), this.#sidecar.close()]);
  }
}

async function armHere(address: string, effect: PacketEffect): Promise<ArmedPackets> {
  return await arm(address, effect, { to: false, from: true, devices: [] });
}

const NO_FOLDER = 'gateways and upstreams are in containers without a folder in common; --runtime local has one';

/** More than the upstream program needs, and little enough to be taken in no time. */
const MEMORY_LIMIT = 128 * 1024 * 1024;
const KILLED_WITHIN = 10_000;

async function within(ms: number, awaited: Promise<unknown>, otherwise: string): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`${otherwise} within ${ms / 1000} s`)), ms);
  await Promise.race([awaited, late.promise]).finally(() => clearTimeout(timer));
}

/** An image chooses its own user, whom we do not know; the folder is seen by this run's containers alone. */
async function openToEveryUser(dir: string): Promise<void> {
  await chmod(dir, 0o777);
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o777 : 0o666);
  }
}
