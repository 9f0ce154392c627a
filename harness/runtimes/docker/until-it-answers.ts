import { setTimeout as pause } from 'node:timers/promises';
import { now } from '../../core/clock.ts';
import { messageOf } from '../../core/problem.ts';

/** How long a program in a container may take until it listens, in milliseconds. */
const LIMIT = 20_000;

/**
 * Connects to a program of ours that is being started in another container. Nothing tells when it listens, so it is asked
 * again until it does. Throws the last error after 20 s.
 */
export async function untilItAnswers<Client>(who: string, connect: () => Promise<Client>): Promise<Client> {
  const started = now();
  for (;;) {
    try {
      return await connect();
    } catch (error) {
      if (now() - started > LIMIT) throw new Error(`${who} does not answer: ${messageOf(error)}`, { cause: error });
      await pause(20);
    }
  }
}
