/**
 * The thread that a wedged listener belongs to: it listens on the address in `workerData`, tells its parent, and stands
 * still for ever. It never gets to its event loop again, so nothing is ever accepted. It ends when it is terminated.
 */
import { createServer } from 'node:net';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { Address } from '../core/gateway.ts';

/** The address of a wedged listener, and the length of its accept queue. */
export type WedgeData = Address & { readonly backlog: number };

/** The smallest backlog that Node passes on (it turns 0 into 511); the kernel then admits one more than it. */
export const BACKLOG = 1;

if (!isMainThread) {
  createServer().listen({ ...(workerData as WedgeData) }, () => {
    parentPort?.postMessage('listening');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
}
