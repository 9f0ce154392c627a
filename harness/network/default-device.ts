import { readFile } from 'node:fs/promises';

/** The interface of the default route in this network namespace (proc(5), /proc/net/route); `lo` where there is none. */
export async function defaultDevice(): Promise<string> {
  const rows = (await readFile('/proc/net/route', 'latin1')).split('\n').map((line) => line.split('\t'));
  return rows.find(([, destination, , , , , , mask]) => isZero(destination) && isZero(mask))?.[0] ?? 'lo';
}

function isZero(field: string | undefined): boolean {
  return field === '00000000';
}
