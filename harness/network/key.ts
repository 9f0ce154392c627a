import { isIPv4 } from 'node:net';
import { ProblemError } from '../core/problem.ts';

/** Whose packets a fault hits: those of an address, of a port, of a port of an address, or all. IPv4. */
export interface Key {
  /** Null for every address. */
  readonly host: string | null;
  /** A TCP port; null for every packet, whatever its protocol. */
  readonly port: number | null;
}

/** Reads `198.18.3.4`, `198.18.3.4:3000`, `*` or `*:3000`. Throws a ProblemError on anything else. */
export function parseKey(text: string): Key {
  const [host = '', port, ...more] = text.split(':');
  const known = host === '*' || isIPv4(host);
  if (!known || more.length > 0 || (port !== undefined && !isPort(port))) {
    const hint =
      'Write an IPv4 address or *, each with :PORT behind it or not: 198.18.3.4, 198.18.3.4:3000, *, *:3000.';
    throw new ProblemError('usage', [{ code: 'wrong-address', message: `"${text}" is no address of a fault`, hint }]);
  }
  return { host: host === '*' ? null : host, port: port === undefined ? null : Number(port) };
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}
