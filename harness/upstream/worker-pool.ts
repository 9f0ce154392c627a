/** Workers of an upstream, shared by its connections: whoever finds none free queues, first come, first served. */
export class WorkerPool {
  #size = Number.POSITIVE_INFINITY;
  readonly #busy = new Set<number>();
  readonly #queue = new Map<number, () => void>();

  /** Changes the size; those who work go on working, those who queue get what became free. */
  resize(size: number | undefined): void {
    this.#size = size ?? Number.POSITIVE_INFINITY;
    this.#serve();
  }

  /** Takes a worker for a connection. False when it has to queue: `ready` is called once it has one. */
  take(connection: number, ready: () => void): boolean {
    if (this.#busy.has(connection)) return true;
    this.#queue.set(connection, ready);
    this.#serve();
    return this.#busy.has(connection);
  }

  /** Gives a connection's worker back, or takes it out of the queue. */
  leave(connection: number): void {
    this.#queue.delete(connection);
    this.#busy.delete(connection);
    this.#serve();
  }

  #serve(): void {
    for (const [connection, ready] of this.#queue) {
      if (this.#busy.size >= this.#size) return;
      this.#queue.delete(connection);
      this.#busy.add(connection);
      ready();
    }
  }
}
