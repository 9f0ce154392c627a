import { setTimeout as pause } from 'node:timers/promises';
import { TIMEOUTS } from './timeouts.ts';

/**
 * Waits for a moment before an upstream is asked once more: never at once, and never all at the same moment, or those
 * whose connections an upstream closed together would come back together.
 */
export async function backOff(): Promise<void> {
  await pause(TIMEOUTS.backOff * (0.5 + Math.random()));
}
