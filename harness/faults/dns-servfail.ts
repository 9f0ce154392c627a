import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { resolverSaid } from '../core/fired.ts';
import { everyQuery } from '../core/name-script.ts';

/** A resolver may ask again after a SERVFAIL until its own timeout (RFC 9520 section 3.1), so that bounds the answer. */
export default defineFault({
  name: 'dns-servfail',
  ref: 'J02',
  summary: "The resolver fails on the upstream's name (SERVFAIL).",
  group: 'dns',
  params: z.strictObject({}),
  examples: ['dns-servfail'],
  isolate: 'gateway',
  needs: ['dns'],
  outcome: { error: 'dns_error', bound: 'dns-timeout', accepts: ['error'] },
  effect: () => ({ place: 'dns', says: everyQuery({ say: 'rcode', rcode: 'SERVFAIL' }) }),
  fired: resolverSaid('SERVFAIL'),
});
