import type { ClientConnection } from '../client/client-connection.ts';
import { now } from '../core/clock.ts';
import type { Exchange } from '../core/evidence.ts';
import type { LoadSample } from '../core/load.ts';
import { toSample } from '../core/samples.ts';
import type { LoadSpec } from '../core/scenario.ts';

/** Exchanges that are kept whole of each kind of outcome; of the others a sample is. */
const KEPT = 3;
/** Requests under way at once: a gateway that answers none must not eat up the machine's sockets. What is due then waits. */
const MOST_AT_ONCE = 2000;

/** What a load needs of its clients. */
export interface LoadClients {
  open(): ClientConnection;
  /** Sends the load's request on a connection and reads to the end. */
  exchange(connection: ClientConnection): Promise<Exchange>;
  leave(connection: ClientConnection): void;
}

/** What a load came to. */
export interface LoadOutcome {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly samples: readonly LoadSample[];
  /** A few of each kind: the first that had the same status, end and defects. */
  readonly kept: readonly Exchange[];
  /** Correlation ids of all others. */
  readonly others: ReadonlySet<string>;
}

/**
 * Requests at a steady rate, whether or not those before are over (an open loop), each on an idle connection or else on a new
 * one. A request counts from when it was due: what waits behind a slow answer has waited too (the coordinated omission of
 * closed loops, see wrk2's README).
 */
export class LoadRun {
  readonly #spec: LoadSpec;
  readonly #clients: LoadClients;
  readonly #signal: AbortSignal;
  readonly #idle: ClientConnection[] = [];
  readonly #samples: LoadSample[] = [];
  readonly #kept = new Map<string, Exchange[]>();
  readonly #others = new Set<string>();
  readonly #underWay = new Set<Promise<void>>();

  constructor(spec: LoadSpec, clients: LoadClients, signal: AbortSignal) {
    this.#spec = spec;
    this.#clients = clients;
    this.#signal = signal;
  }

  /** Plays the load to the end of its last exchange. Rejects with the signal's reason when it is aborted. */
  async toEnd(): Promise<LoadOutcome> {
    const startedAt = now();
    try {
      await this.#sendAll(startedAt);
      await Promise.all(this.#underWay);
    } finally {
      for (const connection of this.#idle) this.#clients.leave(connection);
    }
    const samples = this.#samples.sort((a, b) => a.due - b.due);
    return { startedAt, endedAt: now(), samples, kept: [...this.#kept.values()].flat(), others: this.#others };
  }

  async #sendAll(startedAt: number): Promise<void> {
    const { rate, duration } = this.#spec;
    const count = Math.floor((rate * duration) / 1000);
    for (let index = 0; index < count; index++) {
      const due = (index * 1000) / rate;
      await this.#until(startedAt + due);
      this.#signal.throwIfAborted();
      const one: Promise<void> = this.#send(startedAt, due).finally(() => this.#underWay.delete(one));
      this.#underWay.add(one);
    }
  }

  async #until(time: number): Promise<void> {
    const left = time - now();
    if (left > 0) await new Promise((resume) => setTimeout(resume, left));
    while (this.#underWay.size >= MOST_AT_ONCE) await Promise.race(this.#underWay);
  }

  async #send(startedAt: number, due: number): Promise<void> {
    const connection = this.#takeIdle();
    const exchange = await this.#clients.exchange(connection);
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
  }
}
