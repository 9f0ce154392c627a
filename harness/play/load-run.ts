import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClientConnection } from '../client/client-connection.ts';
import { now } from '../core/clock.ts';
import type { Exchange } from '../core/evidence.ts';
import type { LoadSample } from '../core/load.ts';
import { toSample } from '../core/samples.ts';
import type { LoadSpec } from '../core/scenario.ts';
import { requestsOf } from './load-job.ts';

/** Exchanges that are kept whole of each kind of outcome; of the others a sample is. */
const KEPT = 3;
/** Requests under way at once: a gateway that answers none must not eat up the machine's sockets. What is due then waits. */
const MOST_AT_ONCE = 2000;
/** Exchanges that are forgotten at a time. */
const FORGOTTEN_AT_ONCE = 1000;
/** A timer of Node's is late by up to a millisecond and more; what is left of the time is waited for turn by turn. */
const TIMER_LATENESS = 2;
/** How long a rest between two turns is at most, in milliseconds. */
const REST = 0.1;

/** What a load needs of its clients. */
export interface LoadClients {
  open(): ClientConnection;
  /** Sends the load's request on a connection and reads to the end; the signal is this exchange's alone. */
  exchange(connection: ClientConnection, signal: AbortSignal): Promise<Exchange>;
  leave(connection: ClientConnection): void;
  /** Told now and then, while the load goes on, of exchanges that are over and not kept; and of the last of them at its end. */
  forget(ids: ReadonlySet<string>): void;
}

/** What a load came to. */
export interface LoadOutcome {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly samples: readonly LoadSample[];
  /** A few of each kind: the first that had the same status, end and defects. */
  readonly kept: readonly Exchange[];
}

/**
 * Requests at a steady rate, whether or not those before are over (an open loop), each on an idle connection or else on a new
 * one. A request counts from when it was due: what waits behind a slow answer has waited too (the coordinated omission of
 * closed loops, see wrk2's README).
 */
export class LoadRun {
  readonly #spec: LoadSpec;
  readonly #clients: LoadClients;
  readonly #idle: ClientConnection[] = [];
  readonly #samples: LoadSample[] = [];
  readonly #kept = new Map<string, Exchange[]>();
  /** Correlation ids of exchanges that are over and not kept, until they are forgotten. */
  #others = new Set<string>();
  readonly #underWay = new Set<Promise<void>>();
  readonly #failures: unknown[] = [];
  /** Called when one of them is over. */
  #wake: () => void = () => {};
  /** What nobody ever changes: to wait for it is to rest. */
  readonly #rest = new Int32Array(new SharedArrayBuffer(4));

  constructor(spec: LoadSpec, clients: LoadClients) {
    this.#spec = spec;
    this.#clients = clients;
  }

  /** Plays the load to the end of its last exchange. Rejects with what kept the first request from being sent at all. */
  async toEnd(): Promise<LoadOutcome> {
    const startedAt = now();
    await this.#sendAll(startedAt);
    await Promise.all(this.#underWay);
    if (this.#failures.length > 0) throw this.#failures[0];
    const endedAt = now();
    this.#forget();
    for (const connection of this.#idle) this.#clients.leave(connection);
    const samples = this.#samples.sort((a, b) => a.due - b.due);
    return { startedAt, endedAt, samples, kept: [...this.#kept.values()].flat() };
  }

  async #sendAll(startedAt: number): Promise<void> {
    const count = requestsOf(this.#spec);
    for (let index = 0; index < count; index++) {
      const due = (index * 1000) / this.#spec.rate;
      await this.#until(startedAt + due);
      const one: Promise<void> = this.#send(startedAt, due)
        .catch((error) => void this.#failures.push(error))
        .finally(() => {
          this.#underWay.delete(one);
          this.#wake();
        });
      this.#underWay.add(one);
      if (this.#failures.length > 0) throw this.#failures[0];
    }
  }

  async #until(time: number): Promise<void> {
    const left = time - now() - TIMER_LATENESS;
    if (left > 0) await new Promise((resume) => setTimeout(resume, left));
    // One turn at least: where the load is behind its time, answers that lie ready free their connections first.
    for (;;) {
      await nextTurn();
      const left = time - now();
      if (left <= 0) break;
      // Turn upon turn without a rest would take a core from the gateway; what comes meanwhile is read so much later at most.
      Atomics.wait(this.#rest, 0, 0, Math.min(REST, left));
    }
    while (this.#underWay.size >= MOST_AT_ONCE) await this.#oneOver();
  }

  /** Resolves when one more is over. A race of all of them would leave a reaction on each behind, every time. */
  #oneOver(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  async #send(startedAt: number, due: number): Promise<void> {
    const connection = this.#takeIdle();
    // Thousands of listeners on one signal, which looks through all of them for each that comes and goes, take longer than the requests.
    const exchange = await this.#clients.exchange(connection, new AbortController().signal);
    if (connection.usable) this.#idle.push(connection);
    else this.#clients.leave(connection);
    const sample = toSample(exchange, due, exchange.startedAt - startedAt - due);
    this.#samples.push(sample);
    this.#keep(exchange);
  }

  #takeIdle(): ClientConnection {
    for (;;) {
      const connection = this.#idle.pop();
      if (!connection) return this.#clients.open();
      if (connection.usable) return connection;
      this.#clients.leave(connection);
    }
  }

  #keep(exchange: Exchange): void {
    const { final, ended, defects } = exchange;
    const kind = JSON.stringify([final?.status, final?.complete, ended, defects.map(({ code }) => code)]);
    const alike = this.#kept.get(kind) ?? [];
    if (alike.length < KEPT) this.#kept.set(kind, [...alike, exchange]);
    else this.#others.add(exchange.id);
    if (this.#others.size >= FORGOTTEN_AT_ONCE) this.#forget();
  }

  #forget(): void {
    const ids = this.#others;
    this.#others = new Set();
    this.#clients.forget(ids);
  }
}
