import type { Address, FixedPlaces } from '../../core/gateway.ts';
import { arm } from '../../network/arm.ts';
import { fillAcceptQueue } from '../../network/fill-accept-queue.ts';
import type { PacketEffect } from '../../network/trouble-rules.ts';
import type { UpstreamControl } from '../../upstream/control-client.ts';
import { startUpstream, type UpstreamProcess } from '../../upstream/upstream-process.ts';
import { type Addresses, FreePorts, loopbackRange } from '../worker/addresses.ts';
import type {
  ArmedPackets,
  FilledQueue,
  FixedSlot,
  GatewayStart,
  Ground,
  OwnUpstream,
  RunningGateway,
} from '../worker/ground.ts';
import { byAddress } from '../worker/lendable-slot.ts';
import { awaitState, STATE_AFTER } from '../worker/process-state.ts';
import { AlreadyRunning } from './already-running.ts';
import { fixedSlot } from './fixed-places.ts';
import { privateView } from './private-view.ts';
import { ProcessGroup } from './process-group.ts';
import { noteGroup } from './run-folder.ts';
import { RESOLVER } from './set-up-sandbox.ts';
import type { WorkerOptions } from './worker-process.ts';

/** This machine as the ground of a worker: gateways and upstreams are processes in the worker's sandbox. */
export class LocalGround implements Ground {
  readonly addresses: Addresses;
  readonly resolver: Address = RESOLVER;
  readonly #options: WorkerOptions;
  readonly #shared: UpstreamProcess;
  /** Put before every gateway's command. */
  readonly #daemonPrefix: readonly string[];
  readonly #gateways = new Set<ProcessGroup>();
  /** Process ids of all that was started here and runs. */
  readonly #leaders = new Set<number>();

  constructor(options: WorkerOptions, shared: UpstreamProcess, daemonPrefix: readonly string[]) {
    this.addresses = options.range === null ? new FreePorts() : loopbackRange(options.range);
    this.#options = options;
    this.#shared = shared;
    this.#daemonPrefix = daemonPrefix;
  }

  get shared(): UpstreamControl {
    return this.#shared.control;
  }

  isRoot(): boolean {
    const { sandbox } = this.#options;
    return process.getuid?.() === 0 && (sandbox.kind === 'plain' || !sandbox.user);
  }

  async fixedSlot(places: FixedPlaces): Promise<FixedSlot> {
    const { listen, upstreams } = places;
    if (places.running) return { ...byAddress({ listen, upstreams }), strangers: async () => [] };
    return await fixedSlot(places, this.addresses, this.shared);
  }

  async startGateway({ launch, dir }: GatewayStart): Promise<RunningGateway> {
    if (launch.running) return new AlreadyRunning();
    const view = await privateView(launch, dir);
    const group = new ProcessGroup([...this.#daemonPrefix, ...view, ...launch.command], {
      cwd: dir,
      env: { ...process.env, ...launch.env },
      leaders: this.#leaders,
    });
    this.#gateways.add(group);
    this.#lead(group.leader, group.ended);
    group.ended.finally(() => this.#gateways.delete(group)).catch(() => {});
    return group;
  }

  async startUpstream(): Promise<OwnUpstream> {
    const { pid, control, stop, exited } = await startUpstream();
    this.#lead(pid, exited);
    const signal: OwnUpstream['signal'] = async (name) => {
      if (name === 'SIGKILL') await stop();
      else process.kill(pid, name);
      const state = await awaitState(pid, STATE_AFTER[name]);
      // Of one that died of another signal the control is still open.
      if (state === 'dead') await stop();
      return state;
    };
    const exhaust = async () => {
      throw new Error('there is no memory limit here');
    };
    return { control, signal, exhaust, stop };
  }

  /** Gateways and upstreams share a network namespace. */
  async wayBack(listen: Address): Promise<Address> {
    return listen;
  }

  /** In one network namespace a packet to or from an upstream passes the same hooks, so one rule is all. */
  async armPackets(address: string, effect: PacketEffect): Promise<ArmedPackets> {
    return await arm(address, effect, { to: true, from: true, devices: ['lo'] });
  }

  async fillAcceptQueue(address: Address): Promise<FilledQueue> {
    const { probe, release } = await fillAcceptQueue(address);
    return { probe, release: async () => release() };
  }

  /** Kills every gateway at once: for a worker that has no time for an orderly stop. */
  kill(): void {
    for (const gateway of this.#gateways) gateway.kill();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#shared.stop();
  }

  /** Knows a leader of a process group for as long as it runs. */
  #lead(pid: number, ended: Promise<unknown>): void {
    this.#note(pid);
    this.#leaders.add(pid);
    ended.finally(() => this.#leaders.delete(pid)).catch(() => {});
  }

  /** Without a process namespace a sweep has to know what to look for. */
  #note(leader: number): void {
    if (this.#options.sandbox.kind === 'plain') noteGroup(this.#options.dir, leader);
  }
}
