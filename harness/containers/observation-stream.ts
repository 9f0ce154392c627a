import { randomUUID } from 'node:crypto';
import { type ClientRequest, request } from 'node:http';
import type { Observation } from '../core/evidence.ts';
import type { Address } from '../core/gateway.ts';
import { lines } from '../upstream/lines.ts';

/** How long a program may take to confirm that it has told all, in milliseconds; one that is frozen never does. */
const PATIENCE = 1000;

/** What the program says: an observation, a marker that was asked for, or how many observations it has forgotten. */
type Item = Observation | { readonly flush: string } | { readonly dropped: number };

/** What an upstream program saw from its start to its end. */
export interface Life {
  readonly observations: readonly Observation[];
  /** True once the program is gone. */
  readonly over: boolean;
}

/** A life as it is written down. Connections of the lives `before` it are counted on. */
interface Record extends Life {
  readonly observations: Observation[];
  readonly before: number;
  over: boolean;
}

/**
 * What an upstream program saw, received as it happens, through all of its lives: one that was killed and started again
 * counts its connections from 1, and here they count on. It keeps no process of ours alive.
 */
export class ObservationStream {
  readonly #lives: Record[] = [];
  readonly #listeners = new Set<(observation: Observation) => void>();
  readonly #flushes = new Map<string, () => void>();
  #control: Address;
  #request: ClientRequest | null = null;
  /** Resolves when the program's life is over and all that it said is here. */
  #received: Promise<void> = Promise.resolve();

  private constructor(control: Address) {
    this.#control = control;
  }

  /** Begins to receive from the program whose control interface is there, all since it began. */
  static async open(control: Address): Promise<ObservationStream> {
    const stream = new ObservationStream(control);
    await stream.reopen(control);
    return stream;
  }

  /** Begins to receive from a program that was started again. */
  async reopen(control: Address): Promise<void> {
    this.close();
    await this.#received;
    this.#control = control;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#request = request({ ...control, path: '/observations', agent: false }, (response) => {
      response.socket.unref();
      this.#received = this.#receive(response);
      resolve();
    });
    // Once the answer has begun, this is the end of the program, and no news.
    this.#request.on('error', reject);
    this.#request.end();
    await promise;
  }

  /** True once the program is gone. */
  get isOver(): boolean {
    return this.#lives.at(-1)?.over ?? true;
  }

  /** Resolves when the program is gone. */
  async untilOver(): Promise<void> {
    this.#request?.socket?.ref();
    await this.#received;
  }

  /** All that it saw until now; until its end, where it has died. */
  async all(): Promise<readonly Life[]> {
    if (!this.isOver) await this.#flush();
    return this.#lives;
  }

  /** Tells a listener all that was seen and all that will be. Returns the way to stop. */
  follow(listener: (observation: Observation) => void): () => void {
    for (const observation of this.#lives.flatMap(({ observations }) => observations)) listener(observation);
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#request?.destroy();
  }

  async #receive(response: AsyncIterable<Buffer>): Promise<void> {
    const seen = this.#lives.flatMap(({ observations }) => observations);
    const life: Record = {
      observations: [],
      before: seen.filter(({ kind }) => kind === 'connection').length,
      over: false,
    };
    this.#lives.push(life);
    try {
      for await (const line of lines(response)) this.#take(JSON.parse(line), life);
    } catch {
      // The stream ends with the program, however it ended.
    }
    life.over = true;
  }

  #take(item: Item, life: Record): void {
    if ('flush' in item) this.#flushes.get(item.flush)?.();
    if (!('kind' in item)) return;
    const shift = 'connection' in item ? { connection: item.connection + life.before } : {};
    const observation = { ...item, ...shift } as Observation;
    life.observations.push(observation);
    for (const listener of this.#listeners) listener(observation);
  }

  /** Waits for all that the program has seen; of one that is dead or frozen, for all that it said. */
  async #flush(): Promise<void> {
    const token = randomUUID();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#flushes.set(token, resolve);
    const timer = setTimeout(resolve, PATIENCE);
    const { host, port } = this.#control;
    const asked = { method: 'POST', body: JSON.stringify({ token }), signal: AbortSignal.timeout(PATIENCE) };
    fetch(`http://${host}:${port}/flush`, asked).catch(() => this.#received.then(resolve));
    await promise;
    clearTimeout(timer);
    this.#flushes.delete(token);
  }
}
