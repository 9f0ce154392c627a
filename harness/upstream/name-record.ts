import { isIPv6 } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import type { PutName } from './control-protocol.ts';

/**
 * What a name resolves to by a script that says one thing at once to everybody: its IPv4 addresses, none where the name or
 * the record is denied (RFC 2308 section 2); null for any other script. A resolver that fails denies nothing.
 */
export function nameRecord({ script, address: own }: PutName): readonly string[] | null {
  const { list, rest } = script;
  const steady = list.every((reply) => isDeepStrictEqual(reply, rest));
  if (!steady || rest.delay) return null;
  if (rest.only === 'AAAA') return [own];
  // By which of two families a client comes is its own affair.
  if (rest.say === 'addresses' && rest.addresses.some(isOfIPv6)) return null;
  if (rest.say === 'addresses') return rest.addresses.map((address) => (address === 'upstream' ? own : address));
  return rest.say === 'no-data' || (rest.say === 'rcode' && rest.rcode === 'NXDOMAIN') ? [] : null;
}

function isOfIPv6(address: string): boolean {
  return address === 'upstream6' || isIPv6(address);
}
