import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { resolverSaid } from '../core/fired.ts';
import { everyQuery } from '../core/name-script.ts';

const RCODES = ['REFUSED', 'FORMERR', 'NOTIMP'] as const;

/** They speak of the server and not of the name, so a client may ask elsewhere or again, until its own timeout. */
export default defineFault({
  name: 'dns-refused',
  ref: 'J03',
  summary: 'The resolver turns the query away (REFUSED, FORMERR or NOTIMP).',
  group: 'dns',
  params: z.strictObject({ rcode: z.enum(RCODES).default('REFUSED') }),
  examples: ['dns-refused', '{ fault: dns-refused, rcode: FORMERR }'],
  isolate: 'gateway',
  needs: ['dns'],
  outcome: { error: 'dns_error', bound: 'dns-timeout', accepts: ['error'] },
  effect: ({ rcode }) => ({ place: 'dns', says: everyQuery({ say: 'rcode', rcode }) }),
  fired: resolverSaid(...RCODES),
});
