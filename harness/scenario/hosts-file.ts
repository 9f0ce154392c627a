import { isIPv4 } from 'node:net';
import type { Address, Slot } from '../core/gateway.ts';

/**
 * The file of hosts for a configuration of the user's own, behind what it begins with. Names that the gateway is told by
 * address are in it; those that it asks the resolver for are not.
 */
export function hostsFile(
  upstreams: Readonly<Record<string, Address>>,
  slot: Slot,
  begin = '127.0.0.1 localhost\n',
): string {
  const lines = Object.entries(upstreams).flatMap(([name, { host }]) => {
    const address = slot.upstreams[name]?.host ?? '';
    return isIPv4(host) || !isIPv4(address) ? [] : [`${address} ${host}\n`];
  });
  return `${begin}${lines.join('')}`;
}
