import { readFile } from 'node:fs/promises';
import type { Wire } from './wire.ts';

/** State CLOSE_WAIT: the peer's FIN has come. The kernel counts that FIN as one byte of the receive queue. */
const CLOSE_WAIT = '08';

/** What the kernel holds for a connection that nobody reads. */
export interface Unread {
  readonly bytes: number;
  /** True once the peer has sent a FIN or an RST. */
  readonly peerGone: boolean;
}

/**
 * The bytes of an IPv4 connection that lie unread in the kernel: rx_queue of /proc/net/tcp (proc(5), Linux). It has to be
 * asked again and again: Node has no event for bytes that it has not read.
 */
export async function unreadBytes(wire: Wire): Promise<Unread> {
  const { local, remote } = wire.tuple;
  const key = `${procAddress(...local)} ${procAddress(...remote)}`;
  const rows = (await readFile('/proc/net/tcp', 'latin1')).split('\n');
  const row = rows.find((line) => line.includes(key))?.trim();
  if (!row) return { bytes: 0, peerGone: true };
  const [, , , state, queues = ''] = row.split(/\s+/);
  const queued = Number.parseInt(queues.split(':')[1] ?? '0', 16);
  return state === CLOSE_WAIT ? { bytes: queued - 1, peerGone: true } : { bytes: queued, peerGone: false };
}

/** `0100007F:1F90`: the address as a host-order word in hex (little-endian machines), the port in hex. */
function procAddress(host: string, port: number): string {
  const octets = host.split('.').map((octet) => Number(octet).toString(16).padStart(2, '0'));
  return `${octets.reverse().join('')}:${port.toString(16).padStart(4, '0')}`.toUpperCase();
}
