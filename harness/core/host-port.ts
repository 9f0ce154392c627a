import type { Address } from './gateway.ts';

/** `HOST:PORT` as an address; throws on anything else. */
export function parseHostPort(text: string): Address {
  const [, host, port] = /^\[?([^\]]+)\]?:(\d{1,5})$/.exec(text) ?? [];
  if (!host || !port || Number(port) > 65_535) throw new Error(`${text} is not HOST:PORT`);
  return { host, port: Number(port) };
}

/** The address as `HOST:PORT`, or `unix:PATH` where it is a Unix socket. */
export function formatHostPort({ host, port }: Address): string {
  if (host.startsWith('/')) return `unix:${host}`;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
