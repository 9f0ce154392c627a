import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { resolverBegan } from '../core/fired.ts';
import { everyQuery, NOBODYS_ADDRESS } from '../core/name-script.ts';

export default defineFault({
  name: 'dns-wrong-address',
  ref: 'J06',
  summary: "The resolver answers with an address that is not the upstream's, where nothing listens.",
  group: 'dns',
  params: z.strictObject({ address: z.ipv4().default(NOBODYS_ADDRESS) }),
  examples: ['dns-wrong-address', '{ fault: dns-wrong-address, address: 127.0.0.99 }'],
  isolate: 'gateway',
  needs: ['dns'],
  outcome: { error: 'connection_refused', bound: 'at-once', accepts: ['error'] },
  effect: ({ address }) => ({
    place: 'dns',
    says: everyQuery({ say: 'addresses', addresses: [address], note: 'wrong address' }),
  }),
  fired: resolverBegan('wrong address '),
});
