import { readFileSync } from 'node:fs';

/** One process for good: a process id is given to others later, its start time is not. */
export interface ProcessIdentity {
  readonly pid: number;
  /** In clock ticks since boot (field 22 of /proc/PID/stat); null where there is no /proc. */
  readonly startTime: string | null;
}

/** Of this process, or of another one that runs now. */
export function identityOf(pid = process.pid): ProcessIdentity {
  return { pid, startTime: startTime(pid) };
}

/** Whether a process that was identified earlier still runs. */
export function isRunning({ pid, startTime: recorded }: ProcessIdentity): boolean {
  if (recorded !== null) return startTime(pid) === recorded;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function startTime(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
