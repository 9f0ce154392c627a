import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { resolverSaid } from '../core/fired.ts';
import { everyQuery } from '../core/name-script.ts';

export default defineFault({
  name: 'dns-cname-loop',
  ref: 'J11',
  summary: "The upstream's name is an alias (CNAME) of a name that is an alias of the first.",
  group: 'dns',
  params: z.strictObject({}),
  examples: ['dns-cname-loop'],
  isolate: 'gateway',
  needs: ['dns'],
  outcome: { error: 'dns_error', bound: 'dns-timeout', accepts: ['error'] },
  effect: () => ({ place: 'dns', says: everyQuery({ say: 'cname-loop' }) }),
  fired: resolverSaid('CNAME loop'),
});
