import type { ContainerRuntimeClient } from 'testcontainers';
import { notStarted } from './not-started.ts';

/** Watches over one start of a container, from its creation until it is ready or has failed. */
export class StartWatch {
  readonly #what: string;
  readonly #client: ContainerRuntimeClient;
  readonly #over = new AbortController();
  readonly #dead = new AbortController();
  readonly #ended = Promise.withResolvers<never>();
  #id: string | null = null;

  constructor(what: string, client: ContainerRuntimeClient) {
    this.#what = what;
    this.#client = client;
    // It is heard where somebody waits for it; the end of a start that was given up is nobody's business.
    this.#ended.promise.catch(() => {});
  }

  /** Rejects with a ProblemError when the container ends instead of starting. */
  get ended(): Promise<never> {
    return this.#ended.promise;
  }

  /** Aborted when the container has ended instead of starting. */
  get dead(): AbortSignal {
    return this.#dead.signal;
  }

  /** Begins to watch a container that was created and does not run yet. */
  begin(id: string): void {
    this.#id = id;
    void this.#awaitEnd(id);
  }

  /** The start is over. */
  finish(): void {
    this.#over.abort();
  }

  /** Removes what a failed start has left. */
  async remove(): Promise<void> {
    if (this.#id === null) return;
    const container = this.#client.container.getById(this.#id);
    // Testcontainers removes some of them itself.
    await container.remove({ force: true, v: true }).catch(() => {});
  }

  /** Testcontainers waits ten seconds for the ports of a container that is dead already, and says nothing of why. */
  async #awaitEnd(id: string): Promise<void> {
    const container = this.#client.container.getById(id);
    try {
      const end = await container.wait({ condition: 'next-exit', abortSignal: this.#over.signal });
      this.#dead.abort();
      const { StatusCode: code } = end as { StatusCode: number };
      this.#ended.reject(await notStarted(this.#what, `it ended with exit code ${code}`, container));
    } catch {
      // The start is over and nobody waits any more, or it was removed while it was looked at.
    }
  }
}
