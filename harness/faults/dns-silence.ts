import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { resolverSaid } from '../core/fired.ts';
import { everyQuery } from '../core/name-script.ts';

export default defineFault({
  name: 'dns-silence',
  ref: 'J04',
  summary: "The resolver never answers a query for the upstream's name.",
  group: 'dns',
  params: z.strictObject({}),
  examples: ['dns-silence'],
  isolate: 'gateway',
  needs: ['dns'],
  outcome: { error: 'dns_timeout', bound: 'dns-timeout', accepts: ['error'] },
  effect: () => ({ place: 'dns', says: everyQuery({ say: 'silence' }) }),
  fired: resolverSaid('silence'),
});
