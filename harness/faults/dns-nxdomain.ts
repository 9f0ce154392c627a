import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { resolverSaid } from '../core/fired.ts';
import { everyQuery } from '../core/name-script.ts';

export default defineFault({
  name: 'dns-nxdomain',
  ref: 'J01',
  summary: "The resolver says that the upstream's name does not exist (NXDOMAIN).",
  group: 'dns',
  params: z.strictObject({}),
  examples: ['dns-nxdomain'],
  isolate: 'gateway',
  needs: ['dns'],
  outcome: { error: 'dns_error', bound: 'at-once', accepts: ['error'] },
  effect: () => ({ place: 'dns', says: everyQuery({ say: 'rcode', rcode: 'NXDOMAIN' }) }),
  fired: resolverSaid('NXDOMAIN'),
});
