import { readFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { now } from '../../core/clock.ts';

/** How long a process may take until it catches a signal, in milliseconds. */
const LIMIT = 5000;

/**
 * Waits until a process catches a signal and does not block it: one that is told too soon ignores it, or dies of it
 * (HAProxy's master accepts a moment before it listens to signals). Without /proc nothing is waited for.
 */
export async function untilCaught(pid: number, signal: NodeJS.Signals): Promise<void> {
  const limit = now() + LIMIT;
  while (now() < limit) {
    const status = await readFile(`/proc/${pid}/status`, 'latin1').catch(() => null);
    if (status === null || (has(status, 'SigCgt', signal) && !has(status, 'SigBlk', signal))) return;
    await pause(1);
  }
}

/** Whether a signal is in one of the sets of proc(5), a hexadecimal mask in which signal 1 is the lowest bit. */
function has(status: string, set: 'SigCgt' | 'SigBlk', signal: NodeJS.Signals): boolean {
  const mask = new RegExp(`^${set}:\\s+([0-9a-f]+)$`, 'm').exec(status)?.[1] ?? '0';
  return ((BigInt(`0x${mask}`) >> BigInt(constants.signals[signal] - 1)) & 1n) === 1n;
}
