import { deserialize } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { programPath } from '../core/program.ts';
import type { FromLoad, LoadJob, ToLoad } from './load-job.ts';
import type { LoadOutcome } from './load-run.ts';

/** Who hears what a load has to tell while it goes on. */
export interface LoadListener {
  /** So many octets of the body of the response to this request have come. */
  received(id: string, bytes: number): void;
  /** Exchanges that are over and not kept; told one after another, and the last before the load is over. */
  forget(ids: ReadonlySet<string>): Promise<void>;
}

/** A load that is played in a thread of its own, from now on. */
export class LoadInThread implements AsyncDisposable {
  readonly #thread: Worker;
  readonly #listener: LoadListener;
  readonly #over = Promise.withResolvers<LoadOutcome>();
  #forgetting: Promise<void> = Promise.resolve();
  /** Whoever waits for the thread's word that it has heard, in the order in which it was told. */
  readonly #telling: (() => void)[] = [];

  constructor(job: LoadJob, listener: LoadListener) {
    this.#listener = listener;
    this.#thread = new Worker(programPath(import.meta.url, './load-thread'), { workerData: job });
    this.#thread.on('message', (word: FromLoad) => this.#hear(word));
    this.#thread.on('error', (error) => this.#over.reject(error));
    this.#thread.on('exit', () => {
      this.#over.reject(new Error('the thread of the load ended before the load'));
      for (const told of this.#telling.splice(0)) told();
    });
    // Whoever waits for the end hears of it.
    this.#over.promise.catch(() => undefined);
  }

  /** Resolves when the last exchange is over; rejects with the signal's reason once it is aborted. */
  async toEnd(signal: AbortSignal): Promise<LoadOutcome> {
    const giveUp = () => this.#over.reject(signal.reason);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp);
    try {
      const outcome = await this.#over.promise;
      await this.#forgetting;
      return outcome;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  /** Ends it wherever it is, with all of its connections. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#thread.terminate();
  }

  /** Requests meet another fault from now on: resolves when every one that is sent later is known to. */
  async meet(fault: string | null): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#telling.push(resolve);
    this.#thread.postMessage({ fault } satisfies ToLoad);
    await Promise.race([
      promise,
      this.#over.promise.then(
        () => undefined,
        () => undefined,
      ),
    ]);
  }

  #hear(word: FromLoad): void {
    switch (word.kind) {
      case 'told':
        this.#telling.shift()?.();
        return;
      case 'received':
        for (const [id, bytes] of word.bodies) this.#listener.received(id, bytes);
        return;
      case 'forget':
        this.#forgetting = this.#forgetting.then(async () => await this.#listener.forget(word.ids));
        // Whoever waits for the end hears of a failure.
        this.#forgetting.catch(() => undefined);
        return;
      case 'over':
        this.#over.resolve(deserialize(word.outcome) as LoadOutcome);
    }
  }
}
