import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The ids of the processes of a group that still run (zombies do not). Linux. */
export function processesOf(group: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      // proc(5): the command is in brackets and may hold spaces; state, ppid and pgrp follow it.
      const [state, , pgrp] = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];
      return Number(pgrp) === group && state !== 'Z';
    });
}

/** The regular files that a process holds open for writing, by path. Linux. */
export function filesWrittenBy(pid: number): readonly string[] {
  return readdirSync(`/proc/${pid}/fd`)
    .filter((fd) => {
      // open(2): the two lowest bits are the access mode, 0 is O_RDONLY.
      const flags = Number.parseInt(/flags:\s*(\d+)/.exec(read(`/proc/${pid}/fdinfo/${fd}`))?.[1] ?? '0', 8);
      return (flags & 3) !== 0;
    })
    .map((fd) => linkOf(`/proc/${pid}/fd/${fd}`))
    .filter((path) => path.startsWith('/') && !path.startsWith('/dev/') && !path.startsWith('/memfd:'));
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Where a link leads; nowhere when the file was closed since it was listed. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
