import { readFile } from 'node:fs/promises';
import type { Address } from './gateway.ts';

/** `st` of a listening socket in /proc/net/tcp (TCP_LISTEN in net/tcp_states.h). */
const LISTEN = '0A';

/**
 * How many connections wait to be accepted by a listener of this network namespace, whichever process it belongs to. For a
 * listening socket the kernel shows that as rx_queue (get_tcp4_sock in net/ipv4/tcp_ipv4.c). A listener on the wildcard
 * address, of IPv4 or of IPv6, is found as well. Throws where nothing listens.
 */
export async function acceptQueueLength({ host, port }: Address): Promise<number> {
  const rows = (await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(rowsOf))).flat();
  const listening = rows.filter(([, , , state]) => state === LISTEN);
  for (const local of [hexAddress(host), '0'.repeat(8), '0'.repeat(32)]) {
    const row = listening.find(([, from]) => from === `${local}:${port.toString(16).toUpperCase().padStart(4, '0')}`);
    if (row) return Number.parseInt(row[4]?.split(':')[1] ?? '0', 16);
  }
  throw new Error(`nothing listens on ${host}:${port}`);
}

/** Empty where the kernel has no such table (IPv6 switched off). */
async function rowsOf(path: string): Promise<string[][]> {
  const table = await readFile(path, 'latin1').catch(() => '');
  return table.split('\n').map((line) => line.trim().split(/\s+/));
}

/** An IPv4 address as /proc writes it: the 32-bit word in the machine's byte order, little-endian wherever Node runs. */
function hexAddress(host: string): string {
  return Buffer.from(host.split('.').map(Number)).reverse().toString('hex').toUpperCase();
}
