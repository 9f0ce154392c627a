import { readdirSync, readFileSync } from 'node:fs';

/**
 * The processes of a container that shares this process namespace, lowest first: those whose control group is named after
 * it (`/docker/ID`, `/docker-ID.scope`, `/../ID`, whatever the engine and the version of cgroups).
 */
export function containerProcesses(container: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && belongs(pid, container) && isAlive(pid))
    .sort((a, b) => a - b);
}

function belongs(pid: number, container: string): boolean {
  return read(`/proc/${pid}/cgroup`).includes(container);
}

/** PF_EXITING of include/linux/sched.h: the process has begun to die, and its sockets may be closed already. */
const EXITING = 0x4;

function isAlive(pid: number): boolean {
  const stat = read(`/proc/${pid}/stat`);
  const [state, , , , , , flags] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return stat !== '' && state !== 'Z' && (Number(flags) & EXITING) === 0;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // The process is gone.
    return '';
  }
}
