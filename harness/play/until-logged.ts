import { now } from '../core/clock.ts';
import type { Deployment } from '../core/runtime.ts';
import { pause } from './pause.ts';

/** Between two looks into the gateway's log, in milliseconds. A log sends no event that could be awaited. */
const LOG_PAUSE = 50;

/**
 * Waits for a line in the gateway's log, at most so many milliseconds, and says whether it came. Rejects with the signal's reason
 * when it is aborted meanwhile.
 */
export async function untilLogged(
  deployment: Pick<Deployment, 'log'>,
  isLine: (line: string) => boolean,
  within: number,
  over: AbortSignal,
): Promise<boolean> {
  const until = now() + within;
  for (;;) {
    if ((await deployment.log()).some(isLine)) return true;
    if (now() >= until) return false;
    await pause(LOG_PAUSE, over);
    over.throwIfAborted();
  }
}
