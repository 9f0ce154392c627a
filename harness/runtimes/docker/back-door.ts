import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Address } from '../../core/gateway.ts';
import { relay } from '../worker/relay.ts';

/** A way from the upstreams' side to a gateway, which listens on loopback addresses of the driver's namespace. */
export interface BackDoor {
  /** Where it is on the network that the two sides share. */
  readonly address: Address;
  close(): void;
}

/** Opens one that leads to a listener of the driver's namespace. */
export async function openBackDoor(listen: Address): Promise<BackDoor> {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (guest) =>
    relay(guest, connect({ ...listen, allowHalfOpen: true, noDelay: true })),
  );
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { address: { host: ownAddress(), port }, close: () => void server.close() };
}

/** The driver is in one network, so it has one address besides those of its loopback. */
function ownAddress(): string {
  const own = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4');
  if (!own) throw new Error('the driver has no address on its network');
  return own.address;
}
