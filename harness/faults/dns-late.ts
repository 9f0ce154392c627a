import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import { defineFault } from '../core/fault.ts';
import { resolverBegan } from '../core/fired.ts';
import { everyQuery } from '../core/name-script.ts';

/** Gateways are given a resolver timeout of one second. A good answer that comes in time is as good as any. */
export default defineFault({
  name: 'dns-late',
  ref: 'J05',
  summary: "The resolver answers with the upstream's address, later than the gateway waits for it.",
  group: 'dns',
  params: z.strictObject({ delay: durationSchema.default(2500) }),
  examples: ['dns-late', '{ fault: dns-late, delay: 4s }'],
  isolate: 'gateway',
  needs: ['dns'],
  outcome: { error: 'dns_timeout', bound: 'dns-timeout', accepts: ['error'] },
  effect: ({ delay }) => ({
    place: 'dns',
    says: everyQuery({ say: 'addresses', addresses: ['upstream'], note: 'late', delay }),
  }),
  fired: resolverBegan('late '),
});
