import { setImmediate } from 'node:timers/promises';
import { LIMITS } from './limits.ts';
import { TIMEOUTS } from './timeouts.ts';
import type { UpstreamConnection } from './upstream-connection.ts';

/**
 * The idle connections of one upstream. One that closes, breaks or says anything unasked while it is idle is dropped: its
 * octets are no answer to a request that was not sent yet (RFC 9112 section 9.2).
 */
export class Pool {
  readonly #idle = new Map<UpstreamConnection, NodeJS.Timeout>();

  /** The connection that was idle for the shortest time, or null. */
  async take(): Promise<UpstreamConnection | null> {
    for (;;) {
      const connection = [...this.#idle.keys()].at(-1);
      if (!connection) return null;
      this.#forget(connection);
      await seeWhatArrived();
      if (connection.quiet) return connection;
      connection.destroy();
    }
  }

  /** Keeps a connection for a later request. */
  put(connection: UpstreamConnection): void {
    const drop = () => this.#drop(connection);
    this.#idle.set(connection, setTimeout(drop, TIMEOUTS.poolIdle));
    connection.watch(drop);
    if (this.#idle.size > LIMITS.idle) drop();
  }

  /** Closes every idle connection. */
  close(): void {
    for (const connection of this.#idle.keys()) this.#drop(connection);
  }

  #drop(connection: UpstreamConnection): void {
    this.#forget(connection);
    connection.destroy();
  }

  #forget(connection: UpstreamConnection): void {
    clearTimeout(this.#idle.get(connection));
    this.#idle.delete(connection);
    connection.watch(null);
  }
}

/** Lets the event loop poll once, so that a FIN or octets that wait in the kernel are seen before the next request. */
async function seeWhatArrived(): Promise<void> {
  await setImmediate();
  await setImmediate();
}
