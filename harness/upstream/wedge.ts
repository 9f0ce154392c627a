import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { acceptQueueLength } from '../core/accept-queue-length.ts';
import type { Address } from '../core/gateway.ts';
import { programPath } from '../core/program.ts';
import { BACKLOG, type WedgeData } from './wedge-thread.ts';

/** Between two looks at the queue, in milliseconds: nothing tells of a connection that nobody accepts. */
const LOOK_EVERY = 5;
/** What Node asks for where nobody says. */
const ROOM = 511;

/**
 * A listener that lives and accepts nothing; where its accept queue is full, that the kernel drops each SYN (tcp_conn_request in
 * net/ipv4/tcp_input.c). The listener belongs to a thread that stands still; connections of our own take the places that
 * nobody else has taken.
 */
export class Wedge {
  readonly #thread: Worker;
  readonly #holders: readonly Socket[];

  private constructor(thread: Worker, holders: readonly Socket[]) {
    this.#thread = thread;
    this.#holders = holders;
  }

  /** Resolves when the queue is full. The address is an IPv4 one; rejects with the errno of a failed listen. */
  static async on(address: Address): Promise<Wedge> {
    const wedge = new Wedge(
      await start({ ...address, backlog: BACKLOG }),
      Array.from({ length: BACKLOG + 1 }, () => hold(address)),
    );
    while ((await acceptQueueLength(address)) <= BACKLOG) await wait(LOOK_EVERY);
    return wedge;
  }

  /** With a queue that has room: connections are made, and lie there. Rejects with the errno of a failed listen. */
  static async withRoom(address: Address): Promise<Wedge> {
    return new Wedge(await start({ ...address, backlog: ROOM }), []);
  }

  /** Closes the listener; the kernel resets whatever waits in its queue. */
  async end(): Promise<void> {
    for (const holder of this.#holders) holder.destroy();
    await this.#thread.terminate();
  }
}

async function start(workerData: WedgeData): Promise<Worker> {
  const thread = new Worker(programPath(import.meta.url, './wedge-thread'), { workerData });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  thread.once('message', () => resolve());
  thread.once('error', reject);
  await promise;
  return thread;
}

function hold(address: Address): Socket {
  const socket = connect(address);
  // One that finds the queue full already has nothing to do, and all of them are reset in the end.
  socket.on('error', () => {});
  return socket;
}
