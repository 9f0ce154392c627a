import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { resolverBegan } from '../core/fired.ts';

/** An hour, in seconds: as long as the address may still be used. */
const TTL = 3600;

/**
 * Who kept the answer goes on with the old address, as its TTL allows; who asks again learns that there is none. Both are
 * good. The record is gone once it was given, whether or not anybody asks again.
 */
export default defineFault({
  name: 'dns-record-removed',
  ref: 'J13',
  summary: "The first answer has the upstream's address and a TTL of an hour; then the name is gone (NXDOMAIN).",
  group: 'dns',
  params: z.strictObject({}),
  examples: ['dns-record-removed'],
  isolate: 'gateway',
  needs: ['dns'],
  outcome: { error: 'dns_error', bound: 'at-once', accepts: ['error', 'passed-on'] },
  effect: () => ({
    place: 'dns',
    says: {
      list: [{ say: 'addresses', addresses: ['upstream'], ttl: TTL, note: 'for the last time' }],
      rest: { say: 'rcode', rcode: 'NXDOMAIN' },
    },
  }),
  fired: resolverBegan('for the last time '),
});
