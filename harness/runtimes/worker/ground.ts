import type { Probe } from '../../core/arming.ts';
import type { Address, FixedPlaces, Launch } from '../../core/gateway.ts';
import type { PacketEffect } from '../../network/trouble-rules.ts';
import type { UpstreamControl } from '../../upstream/control-client.ts';
import type { Addresses } from './addresses.ts';
import type { LendableSlot } from './lendable-slot.ts';
import type { UpstreamSignal } from './process-state.ts';

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A line of output and when it came, in monotonic milliseconds. */
export interface OutputLine {
  readonly at: number;
  readonly text: string;
}

/** What the kernel says of a process. */
export type ProcessState = 'dead' | 'stopped' | 'running';

/** A gateway's processes, from the moment they are started. */
export interface RunningGateway {
  /** Process id of the one that the others belong to. */
  readonly leader: number;
  /** Process ids that are alive. */
  pids(): number[];
  readonly output: readonly OutputLine[];
  /** Null while the leader runs. */
  readonly exit: Exit | null;
  /** Resolves when the leader has ended; rejects when it could not be started at all. */
  readonly ended: Promise<Exit>;
  /** Stops the leader by `signal`, and kills what is left after a bounded wait. Resolves when nothing of it is alive. */
  stop(signal: NodeJS.Signals): Promise<Exit>;
  /** Kills all of it at once. */
  kill(): void;
}

/** An upstream program that one upstream has for itself, so that its process can be struck. */
export interface OwnUpstream {
  readonly control: UpstreamControl;
  /** Sends the signal, waits until it took effect, and gives the state that the process then is in. */
  signal(name: UpstreamSignal): Promise<ProcessState>;
  /** Makes it take more memory than it may have, until the kernel kills it. Rejects where the kernel does not. */
  exhaust(): Promise<ProcessState>;
  /** Kills it, whatever state it is in, and resolves when it is gone. */
  stop(): Promise<void>;
}

/** A fault of packets that is in force. */
export interface ArmedPackets {
  /** Takes it away, and says how many packets it had hit by the kernel's own counters. */
  disarm(): Promise<{ readonly packets: number }>;
}

/** An accept queue that is full. */
export interface FilledQueue {
  /** What the next connection met. */
  readonly probe: Probe;
  release(): Promise<void>;
}

/** A slot at the places that a configuration fixes. */
export interface FixedSlot extends LendableSlot {
  /** Ends the watch, and tells of names and addresses that were asked for and that nobody declared. */
  strangers(): Promise<readonly string[]>;
}

/** What to start as a gateway. */
export interface GatewayStart {
  readonly gateway: string;
  /** Names this one instance. */
  readonly label: string;
  /** Holds the files of the launch. */
  readonly dir: string;
  readonly launch: Launch;
}

/**
 * What a worker stands on: where gateways and upstreams are started and what addresses they get. In the local runtime that
 * is this machine, in the Docker runtime a container engine; all above it is alike.
 */
export interface Ground extends AsyncDisposable {
  readonly addresses: Addresses;
  /** The upstream program that cases share; its resolver is the one that gateways ask. */
  readonly shared: UpstreamControl;
  readonly resolver: Address;
  /**
   * The places that a configuration fixes: `real` where the upstreams listen, `told` where the gateway finds them. They are
   * the same unless a port is the gateway's own as well.
   *
   * @throws {ProblemError} environment: such places cannot be had here
   */
  fixedSlot(places: FixedPlaces): Promise<FixedSlot>;
  /** Whether gateways run as a real root, who has a user to drop to. */
  isRoot(gateway: string): boolean;
  startGateway(start: GatewayStart): Promise<RunningGateway>;
  startUpstream(): Promise<OwnUpstream>;
  /** Where upstreams reach a gateway that listens there. */
  wayBack(listen: Address): Promise<Address>;
  /** Arms a fault of packets on the way between the gateways and one upstream's address. */
  armPackets(address: string, effect: PacketEffect): Promise<ArmedPackets>;
  /** Takes every place in the accept queue of a listener whose process is stopped. */
  fillAcceptQueue(address: Address): Promise<FilledQueue>;
}
