import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { resolverBegan } from '../core/fired.ts';
import { everyQuery } from '../core/name-script.ts';

/** The forgery has the upstream's own address in it, so that whoever believes it is seen to: the request then succeeds. */
export default defineFault({
  name: 'dns-forged',
  ref: 'J10',
  summary: "The only answer has another query's id, or is to another question, as a blind forgery would be.",
  group: 'dns',
  params: z.strictObject({ wrong: z.enum(['id', 'question']).default('id') }),
  examples: ['dns-forged', '{ fault: dns-forged, wrong: question }'],
  isolate: 'gateway',
  needs: ['dns'],
  outcome: { error: 'dns_timeout', bound: 'dns-timeout', accepts: ['error'] },
  effect: ({ wrong }) => ({ place: 'dns', says: everyQuery({ say: 'forged', wrong }) }),
  fired: resolverBegan('forged: '),
});
