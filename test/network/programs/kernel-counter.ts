import { readFileSync } from 'node:fs';

/** A counter of this network namespace: `kernelCounter('snmp', 'Icmp', 'OutDestUnreachs')` (proc(5), /proc/net). */
export function kernelCounter(file: 'snmp' | 'netstat', group: string, name: string): number {
  const [names, values] = readFileSync(`/proc/net/${file}`, 'latin1')
    .split('\n')
    .filter((line) => line.startsWith(`${group}:`))
    .map((line) => line.split(' '));
  return Number(values?.[names?.indexOf(name) ?? -1] ?? 0);
}
