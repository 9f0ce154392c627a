import { isIP } from 'node:net';
import type { Address } from '../core/gateway.ts';
import { parseHostPort } from '../core/host-port.ts';
import { usageError } from './usage-error.ts';

/** Where to listen, from `HOST:PORT`; port 0 is any free one. */
export function parseListen(text: string): Address {
  const wrong = usageError(
    'wrong-address',
    `--control ${text} is not HOST:PORT`,
    'Write an IP address and a port: 0.0.0.0:9001.',
  );
  try {
    const address = parseHostPort(text);
    if (isIP(address.host)) return address;
  } catch {
    throw wrong;
  }
  throw wrong;
}
