import type { Deployment } from '../core/runtime.ts';

/** What a script waits for before it goes on. */
interface Awaited {
  readonly upstream: string;
  readonly connection: number;
  readonly bytes: number;
}

/**
 * Tells an upstream's script when the client has the bytes that it waits for: an RST sent right behind bytes would
 * destroy them on their way. The two ends meet by the correlation id of the request.
 */
export class Deliveries {
  readonly #deployment: Deployment;
  readonly #awaited = new Map<string, Awaited>();
  readonly #received = new Map<string, number>();

  constructor(deployment: Deployment) {
    this.#deployment = deployment;
    deployment.onObservation((event) => {
      if (event.kind !== 'waiting' || event.what !== 'delivery' || event.id === null) return;
      this.#awaited.set(event.id, { upstream: event.upstream, connection: event.connection, bytes: event.bytes ?? 0 });
      this.#release(event.id);
    });
  }

  /** The client has so many bytes of the body of the response to this request. */
  received(id: string, bytes: number): void {
    this.#received.set(id, bytes);
    this.#release(id);
  }

  #release(id: string): void {
    const awaited = this.#awaited.get(id);
    if (!awaited || (this.#received.get(id) ?? 0) < awaited.bytes) return;
    this.#awaited.delete(id);
    this.#deployment.release(awaited.upstream, awaited.connection);
  }
}
