import { isIP } from 'node:net';
import type { Address } from '../core/gateway.ts';
import { usageError } from './usage-error.ts';

/** Where to listen, from `HOST:PORT`; port 0 is any free one. */
export function parseListen(text: string): Address {
  const [, host = '', port = ''] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  if (!isIP(host) || Number(port) > 65_535) {
    throw usageError(
      'wrong-address',
      `--control ${text} is not HOST:PORT`,
      'Write an IP address and a port: 0.0.0.0:9001.',
    );
  }
  return { host, port: Number(port) };
}
