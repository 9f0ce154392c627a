import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { resolverBegan } from '../core/fired.ts';
import { everyQuery } from '../core/name-script.ts';

/** Whoever throws such a packet away waits for a better one until its timeout, as it may. */
export default defineFault({
  name: 'dns-malformed',
  ref: 'J09',
  summary: 'The answer is no sound DNS message: cut short, a length beyond its end, or a name that points to itself.',
  group: 'dns',
  params: z.strictObject({ how: z.enum(['record-length', 'short', 'compression-loop']).default('record-length') }),
  examples: [
    'dns-malformed',
    '{ fault: dns-malformed, how: short }',
    '{ fault: dns-malformed, how: compression-loop }',
  ],
  isolate: 'gateway',
  needs: ['dns'],
  outcome: { error: 'dns_error', bound: 'dns-timeout', accepts: ['error'] },
  effect: ({ how }) => ({ place: 'dns', says: everyQuery({ say: 'malformed', how }) }),
  fired: resolverBegan('malformed: '),
});
