import { readFile } from 'node:fs/promises';
import type { Address } from '../../core/gateway.ts';

/** `st` of a listening socket in /proc/net/tcp (TCP_LISTEN in net/tcp_states.h). */
const LISTEN = '0A';

/**
 * The accept queue of a listener in this network namespace. For a listening socket the kernel shows its length as
 * rx_queue (get_tcp4_sock in net/ipv4/tcp_ipv4.c). With a backlog of 1 it is full at 2: sk_acceptq_is_full asks for more
 * than the backlog.
 */
export async function acceptQueue(address: Address): Promise<{ length: number; full: boolean }> {
  const local = `${hexAddress(address.host)}:${address.port.toString(16).toUpperCase().padStart(4, '0')}`;
  const table = await readFile('/proc/net/tcp', 'latin1');
  for (const line of table.split('\n')) {
    const [, from, , state, queues] = line.trim().split(/\s+/);
    if (from !== local || state !== LISTEN) continue;
    const length = Number.parseInt(queues?.split(':')[1] ?? '0', 16);
    return { length, full: length > 1 };
  }
  throw new Error(`nothing listens on ${address.host}:${address.port}`);
}

/** An IPv4 address as /proc writes it: the 32-bit word in the machine's byte order, little-endian wherever Node runs. */
function hexAddress(host: string): string {
  return Buffer.from(host.split('.').map(Number)).reverse().toString('hex').toUpperCase();
}
