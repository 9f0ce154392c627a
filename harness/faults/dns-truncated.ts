import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { resolverSaid } from '../core/fired.ts';
import { everyQuery } from '../core/name-script.ts';

/**
 * One resolver serves many names, so its TCP port stays open: the connection is made, and reset once it has asked for this
 * name. Whoever does not go on to TCP (RFC 7766 section 5 says that one MUST) has no answer either.
 */
export default defineFault({
  name: 'dns-truncated',
  ref: 'J08',
  summary: 'The answer over UDP is truncated (TC) and empty, and the same query over TCP is reset.',
  group: 'dns',
  params: z.strictObject({}),
  examples: ['dns-truncated'],
  isolate: 'gateway',
  needs: ['dns'],
  outcome: { error: 'dns_error', bound: 'dns-timeout', accepts: ['error'] },
  effect: () => ({ place: 'dns', says: everyQuery({ say: 'truncated' }) }),
  fired: resolverSaid('truncated'),
});
