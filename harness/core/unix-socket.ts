import type { Address } from './gateway.ts';

/** The path of a Unix socket where the host of an address is one; null where it is a host of a network. */
export function socketPath({ host }: Address): string | null {
  return host.startsWith('/') ? host : null;
}

/** An address as `connect` and `listen` of node:net take it. */
export function endpointOf(address: Address): { path: string } | { host: string; port: number } {
  const path = socketPath(address);
  return path === null ? { host: address.host, port: address.port } : { path };
}
