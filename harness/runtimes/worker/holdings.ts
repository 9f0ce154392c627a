import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { now } from '../../core/clock.ts';
import { type Holdings, SPARE_DESCRIPTORS } from '../../core/holdings.ts';

/** Between two looks, in milliseconds: nothing tells of another process's descriptors. */
const PAUSE = 50;

/** What these processes hold now; null where that cannot be read of one of them, as without /proc or without the right to. */
export function holdingsOf(pids: readonly number[]): Holdings | null {
  try {
    const all = pids.map(heldBy);
    const most = (key: keyof Holdings) => Math.max(0, ...all.map((one) => one[key]));
    return all.length === 0
      ? null
      : { descriptors: most('descriptors'), resident: most('resident'), peak: most('peak') };
  } catch {
    return null;
  }
}

/**
 * What the processes hold once they have given back what they took: as soon as there are no more descriptors than before, but
 * for a few, and after so many milliseconds at the latest.
 */
export async function holdingsAtRest(
  pids: () => readonly number[],
  before: Holdings,
  ms: number,
): Promise<Holdings | null> {
  const until = now() + ms;
  for (;;) {
    const held = holdingsOf(pids());
    if (!held || held.descriptors <= before.descriptors + SPARE_DESCRIPTORS || now() >= until) return held;
    await pause(PAUSE);
  }
}

function heldBy(pid: number): Holdings {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const sizeOf = (name: string) => 1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0);
  return {
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    resident: sizeOf('VmRSS'),
    peak: sizeOf('VmHWM'),
  };
}
