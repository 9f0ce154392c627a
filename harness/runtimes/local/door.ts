import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import type { Address } from '../../core/gateway.ts';

/**
 * Listens on a port of 127.0.0.1, for a worker to take over: no address of this machine reaches into a network namespace,
 * but a listener that is handed in goes on listening where it was made. So FIN and RST of people's connections are those of TCP
 * at both ends. The port is free again when the worker ends.
 */
export async function openDoor(): Promise<{ readonly door: Server; readonly address: Address }> {
  const door = createServer().listen(0, '127.0.0.1');
  await once(door, 'listening');
  return { door, address: { host: '127.0.0.1', port: (door.address() as { port: number }).port } };
}
