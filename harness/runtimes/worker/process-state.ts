import { readFile } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { now } from '../../core/clock.ts';
import type { ProcessState } from './ground.ts';

/** How long a signal may take to have its effect, in milliseconds. */
const LIMIT = 1000;

/** What each signal leads to. */
export const STATE_AFTER = {
  SIGKILL: 'dead',
  SIGTERM: 'dead',
  SIGABRT: 'dead',
  SIGSTOP: 'stopped',
  SIGCONT: 'running',
} as const;

/** A signal that the harness sends to an upstream's process. */
export type UpstreamSignal = keyof typeof STATE_AFTER;

/**
 * Waits until the process is in the wanted state, and gives the state that it was in at last. The kernel offers no event
 * for another program's stop, so /proc is read again each turn; it takes effect within microseconds.
 */
export async function awaitState(pid: number, wanted: ProcessState): Promise<ProcessState> {
  const limit = now() + LIMIT;
  let state = await processState(pid);
  while (state !== wanted && now() < limit) {
    await nextTurn();
    state = await processState(pid);
  }
  return state;
}

async function processState(pid: number): Promise<ProcessState> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => null);
  const letter = stat?.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
  if (letter === undefined || letter === 'Z' || letter === 'X') return 'dead';
  return letter === 'T' ? 'stopped' : 'running';
}
