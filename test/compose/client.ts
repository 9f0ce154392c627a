import { setTimeout as wait } from 'node:timers/promises';
import { ask } from '../support/ask.ts';

/** How long something that starts may take, in milliseconds, and how long between two looks. */
const PATIENCE = 10_000;
const LOOK_EVERY = 50;

/** The status of a whole answer; `cut` where the connection ends before it is whole. */
export async function statusOf(port: number, path: string): Promise<number | 'cut'> {
  return ask({ host: '127.0.0.1', port }, { path }).then(
    ({ status }) => status,
    () => 'cut',
  );
}

/** Asks again and again until the status is the wanted one; resolves with the last. */
export async function untilStatus(port: number, path: string, wanted: number): Promise<number | 'cut'> {
  const deadline = performance.now() + PATIENCE;
  for (;;) {
    const status = await statusOf(port, path);
    if (status === wanted || performance.now() > deadline) return status;
    await wait(LOOK_EVERY);
  }
}
