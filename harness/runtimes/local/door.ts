import { connect, createServer } from 'node:net';
import type { Address } from '../../core/gateway.ts';
import { relay } from '../worker/relay.ts';

/**
 * Opens a port on 127.0.0.1 that leads through a Unix socket into a worker's sandbox: no address of this machine reaches
 * into a network namespace, but its file system does. The port is free again when this process ends.
 */
export async function openDoor(path: string): Promise<Address> {
  const server = createServer({ allowHalfOpen: true }, (guest) => relay(guest, connect({ path, allowHalfOpen: true })));
  const listening = Promise.withResolvers<void>();
  server.once('error', listening.reject).listen(0, '127.0.0.1', () => listening.resolve());
  await listening.promise;
  server.unref();
  return { host: '127.0.0.1', port: (server.address() as { port: number }).port };
}
