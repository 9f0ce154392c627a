import type { Observation } from '../../core/evidence.ts';
import type { Address } from '../../core/gateway.ts';
import type { UpstreamScript } from '../../core/script.ts';
import type { Authority } from '../../core/tls.ts';
import type { UpstreamControl } from '../../upstream/control-client.ts';
import type { PutUpstream } from '../../upstream/control-protocol.ts';
import type { OwnUpstream, ProcessState } from './ground.ts';
import type { UpstreamSignal } from './process-state.ts';

/** Which upstream of which case, and where. */
export interface UpstreamPlace {
  readonly key: string;
  readonly address: Address;
  /** Who issues its certificates; null where the gateway does not speak TLS to it. */
  readonly authority: Authority | null;
  /** More names for them: how the gateway's clients call it, which is what a gateway asks for that hands their Host on. */
  readonly names: readonly string[];
}

/** One upstream of one case: an address in an upstream program, which it shares with others or has for itself. */
export class UpstreamHandle {
  /** The upstream's name in the program: unique among all that share it. */
  readonly key: string;
  /** The upstream's name in the scenario, by which healthy answers call it. */
  readonly #label: string;
  readonly #address: Address;
  readonly #tls: Pick<PutUpstream, 'authority' | 'names'>;
  /** Starts a program of the upstream's own; null where the program is shared. */
  readonly #start: (() => Promise<OwnUpstream>) | null;
  readonly #listeners: ((event: Observation) => void)[] = [];
  #control: UpstreamControl;
  #own: OwnUpstream | null = null;
  #unlisten: () => void;
  /** Ordinals go on counting when the process is started again. */
  #connections = 0;

  private constructor(
    { key, address, authority, names }: UpstreamPlace,
    control: UpstreamControl,
    start: (() => Promise<OwnUpstream>) | null,
  ) {
    this.key = key;
    this.#label = key.slice(key.lastIndexOf('.') + 1);
    this.#address = address;
    this.#tls = authority ? { authority, names } : {};
    this.#start = start;
    this.#control = control;
    this.#unlisten = this.#listen();
  }

  /** An upstream among others in one program. */
  static shared(place: UpstreamPlace, control: UpstreamControl): UpstreamHandle {
    return new UpstreamHandle(place, control, null);
  }

  /** An upstream in a program of its own, which can be killed and stopped. */
  static async own(place: UpstreamPlace, start: () => Promise<OwnUpstream>): Promise<UpstreamHandle> {
    const own = await start();
    const handle = new UpstreamHandle(place, own.control, start);
    handle.#own = own;
    return handle;
  }

  /** Listens, if it does not yet, and follows the script from the next connection on. */
  async follow(script: UpstreamScript, backlog?: number): Promise<void> {
    await this.#control.put(this.key, {
      listen: this.#address,
      script,
      ...(backlog === undefined ? {} : { backlog }),
      firstConnection: this.#connections + 1,
      label: this.#label,
      ...this.#tls,
    });
  }

  /** Stops listening and ends every connection, as when a server process goes away. */
  async stopListening(script: UpstreamScript): Promise<void> {
    await this.#control.put(this.key, { listen: null, script });
  }

  /** Listens, and accepts nothing any more; connections that exist are served, or end. */
  async stopAccepting(script: UpstreamScript, connections: 'kept' | 'ended'): Promise<void> {
    await this.#control.put(this.key, { listen: this.#address, script, unaccepted: connections, label: this.#label });
  }

  release(connection: number): void {
    // A connection that is gone by now has nothing left to release.
    this.#control.release(this.key, connection).catch(() => {});
  }

  onObservation(listener: (event: Observation) => void): void {
    this.#listeners.push(listener);
  }

  /** Resolves when all that the program has seen until now has been handed to the listeners. */
  async flush(): Promise<void> {
    await this.#control.flush();
  }

  /** Strikes the upstream's own process, and gives the state that it was seen in afterwards. */
  async signal(name: UpstreamSignal): Promise<ProcessState> {
    if (!this.#own) throw new Error(`${this.key} shares its process: a signal would hit other cases`);
    return await this.#own.signal(name);
  }

  /** Makes the upstream's own process die of too much memory. */
  async exhaust(): Promise<ProcessState> {
    if (!this.#own) throw new Error(`${this.key} shares its process: its end would hit other cases`);
    return await this.#own.exhaust();
  }

  /** A new process in place of one that was killed. It does not listen until it is given a script. */
  async restart(): Promise<void> {
    if (!this.#start) throw new Error(`${this.key} has no process of its own to start again`);
    this.#own = await this.#start();
    this.#control = this.#own.control;
    this.#unlisten = this.#listen();
  }

  /** Ends this upstream: its process, or its part of a shared one. */
  async end(): Promise<void> {
    if (this.#own) await this.#own.stop();
    else await this.#control.remove(this.key);
    this.#unlisten();
  }

  #listen(): () => void {
    return this.#control.onObservation((event) => {
      if (event.upstream !== this.key) return;
      if (event.kind === 'connection') this.#connections = Math.max(this.#connections, event.connection);
      for (const listener of this.#listeners) listener(event);
    });
  }
}
