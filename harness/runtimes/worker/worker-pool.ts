import { availableParallelism } from 'node:os';
import type { Capabilities } from '../../core/capability.ts';
import type { WorkerLink } from './worker-link.ts';

/** A worker, however it is reached. */
export interface Worker {
  readonly link: WorkerLink;
  /** Stops it and all that it started. */
  stop(): Promise<void>;
}

/** Workers over which cases are spread; further ones are started when there is work for them. */
export class WorkerPool {
  readonly #start: (ordinal: number) => Promise<Worker>;
  readonly #most: number;
  readonly #workers: Worker[] = [];
  #started = 0;
  /** Workers that are not ready yet. */
  #starting = 0;

  /** `most` workers, one a core unless given; `start` is told how many there have been with it. */
  constructor(start: (ordinal: number) => Promise<Worker>, most = availableParallelism()) {
    this.#start = start;
    this.#most = most;
  }

  /** Starts the first worker, which tells what can be done here. */
  async open(): Promise<Capabilities> {
    return await (await this.#startWorker()).ready;
  }

  /**
   * The least busy worker, of those the one that has the gateway already. While all are busy, another is started; a worker
   * that died makes room for one.
   */
  async pick(gateway: string): Promise<WorkerLink> {
    const alive = this.#workers.map(({ link }) => link).filter((link) => link.alive && link.isReady);
    const room = alive.length + this.#starting < this.#most;
    if (alive.length === 0 || (room && alive.every((link) => link.load > 0))) return await this.#startWorker();
    const cost = (link: WorkerLink) => link.load - (link.knows.has(gateway) ? 0.5 : 0);
    return alive.reduce((best, link) => (cost(link) < cost(best) ? link : best));
  }

  /** Stops what runs of a gateway that will not be played any more, in every worker. */
  async retire(gateway: string): Promise<void> {
    await Promise.all(this.#workers.map(({ link }) => link.retire(gateway)));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.stop()));
  }

  async #startWorker(): Promise<WorkerLink> {
    this.#started += 1;
    this.#starting += 1;
    try {
      const worker = await this.#start(this.#started);
      this.#workers.push(worker);
      await worker.link.ready;
      return worker.link;
    } finally {
      this.#starting -= 1;
    }
  }
}
