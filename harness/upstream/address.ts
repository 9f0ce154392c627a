import type { Address } from '../core/gateway.ts';

/** `HOST:PORT` as an address; throws on anything else. */
export function parseAddress(text: string): Address {
  const [, host, port] = /^\[?([^\]]+)\]?:(\d+)$/.exec(text) ?? [];
  if (!host || !port) throw new Error(`${text} is not HOST:PORT`);
  return { host, port: Number(port) };
}

/** The address as `HOST:PORT`. */
export function formatAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
