import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { resolverBegan } from '../core/fired.ts';
import { everyQuery } from '../core/name-script.ts';

const ADDRESSES = { unspecified: '0.0.0.0', broadcast: '255.255.255.255', gateway: 'gateway' } as const;

/**
 * To connect to 0.0.0.0 is to connect to oneself (ip(7)); to broadcast over TCP is impossible. The gateway's own address is
 * met on the upstream's port, where the gateway does not listen: a true loop is gateway-loop.
 */
export default defineFault({
  name: 'dns-special-address',
  ref: 'J15',
  summary: "The resolver answers with 0.0.0.0, with 255.255.255.255 or with the gateway's own address.",
  group: 'dns',
  params: z.strictObject({ address: z.enum(['unspecified', 'broadcast', 'gateway']).default('unspecified') }),
  examples: [
    'dns-special-address',
    '{ fault: dns-special-address, address: broadcast }',
    '{ fault: dns-special-address, address: gateway }',
  ],
  isolate: 'gateway',
  needs: ['dns'],
  outcome: { error: 'destination_ip_unroutable', bound: 'at-once', accepts: ['error'] },
  effect: ({ address }) => ({
    place: 'dns',
    says: everyQuery({ say: 'addresses', addresses: [ADDRESSES[address]], note: 'special address' }),
  }),
  fired: resolverBegan('special address '),
});
