import { now } from '../core/clock.ts';

/** Keeps this process from all else for so many milliseconds: asleep, or, where `busy`, with all of one processor. */
export function blockProcess(ms: number, busy: boolean): void {
  if (!busy) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
    return;
  }
  const until = now() + ms;
  while (now() < until);
}
