import type { Observation } from '../../core/evidence.ts';
import type { Address } from '../../core/gateway.ts';
import type { UpstreamScript } from '../../core/script.ts';
import { startUpstream, type UpstreamProcess } from '../../upstream/upstream-process.ts';

/** Hears the process id of each program that an upstream of its own is given. */
type Started = (leader: number) => void;

/** One upstream of one case: an address in an upstream program, which it shares with others or has for itself. */
export class UpstreamHandle {
  /** The upstream's name in the program: unique among all that share it. */
  readonly key: string;
  /** The upstream's name in the scenario, by which healthy answers call it. */
  readonly #label: string;
  readonly #address: Address;
  /** Null where the program is shared. */
  readonly #started: Started | null;
  readonly #listeners: ((event: Observation) => void)[] = [];
  #process: UpstreamProcess;
  #unlisten: () => void;
  /** Ordinals go on counting when the process is started again. */
  #connections = 0;

  private constructor(key: string, address: Address, process: UpstreamProcess, started: Started | null) {
    this.key = key;
    this.#label = key.slice(key.lastIndexOf('.') + 1);
    this.#address = address;
    this.#started = started;
    this.#process = process;
    this.#unlisten = this.#listen();
  }

  /** An upstream among others in one program. */
  static shared(key: string, address: Address, process: UpstreamProcess): UpstreamHandle {
    return new UpstreamHandle(key, address, process, null);
  }

  /** An upstream in a program of its own, which can be killed and stopped; `started` hears of each such program. */
  static async own(key: string, address: Address, started: Started): Promise<UpstreamHandle> {
    const process = await startUpstream();
    started(process.pid);
    return new UpstreamHandle(key, address, process, started);
  }

  /** The program's process id, for signals; only an upstream with a process of its own may be signalled. */
  get pid(): number {
    if (!this.#started) throw new Error(`${this.key} shares its process: a signal would hit other cases`);
    return this.#process.pid;
  }

  /** Listens, if it does not yet, and follows the script from the next connection on. */
  async follow(script: UpstreamScript, backlog?: number): Promise<void> {
    await this.#process.control.put(this.key, {
      listen: this.#address,
      script,
      ...(backlog === undefined ? {} : { backlog }),
      firstConnection: this.#connections + 1,
      label: this.#label,
    });
  }

  /** Stops listening and ends every connection, as when a server process goes away. */
  async stopListening(script: UpstreamScript): Promise<void> {
    await this.#process.control.put(this.key, { listen: null, script });
  }

  release(connection: number): void {
    // A connection that is gone by now has nothing left to release.
    this.#process.control.release(this.key, connection).catch(() => {});
  }

  onObservation(listener: (event: Observation) => void): void {
    this.#listeners.push(listener);
  }

  /** Resolves when all that the program has seen until now has been handed to the listeners. */
  async flush(): Promise<void> {
    await this.#process.control.flush();
  }

  /** Kills the process and waits until it is gone. */
  async kill(): Promise<void> {
    await this.#process.stop();
  }

  /** A new process in place of one that was killed. It does not listen until it is given a script. */
  async restart(): Promise<void> {
    this.#process = await startUpstream();
    this.#started?.(this.#process.pid);
    this.#unlisten = this.#listen();
  }

  /** Ends this upstream: its process, or its part of a shared one. */
  async end(): Promise<void> {
    if (this.#started) await this.#process.stop();
    else await this.#process.control.remove(this.key);
    this.#unlisten();
  }

  #listen(): () => void {
    return this.#process.control.onObservation((event) => {
      if (event.upstream !== this.key) return;
      if (event.kind === 'connection') this.#connections = Math.max(this.#connections, event.connection);
      for (const listener of this.#listeners) listener(event);
    });
  }
}
