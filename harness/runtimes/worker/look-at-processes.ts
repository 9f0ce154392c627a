import { readdirSync, readFileSync } from 'node:fs';
import type { GatewayLook } from '../../core/gateway-strike.ts';

/** What /proc says of a gateway's processes; of a container's as well, for its process ids are ours. */
export function lookAtProcesses(pids: readonly number[], alive: boolean): GatewayLook {
  return {
    alive,
    pids: [...pids].sort((a, b) => a - b),
    descriptors: most(pids.map(descriptorsOf)),
    memory: sum(pids.map(memoryOf)),
  };
}

/** Null where there is no /proc, or it is not ours to read. */
function descriptorsOf(pid: number): number | null {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return null;
  }
}

/** VmRSS of proc(5), in octets. */
function memoryOf(pid: number): number | null {
  try {
    const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return kibibytes === undefined ? null : Number(kibibytes) * 1024;
  } catch {
    return null;
  }
}

/** A process that has just gone counts for nothing; where none can be read, nothing is known. */
function most(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

function sum(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}
