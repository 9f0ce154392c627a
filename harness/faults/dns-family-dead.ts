import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { resolverBegan } from '../core/fired.ts';
import { everyQuery, NOBODYS_ADDRESS } from '../core/name-script.ts';

/** Nothing listens on the one, and the other leads to the upstream. */
const ADDRESSES = { IPv6: ['upstream', '::1'], IPv4: [NOBODYS_ADDRESS, 'upstream6'] } as const;

/**
 * Who gets both addresses should try one after the other until one answers (RFC 6724 section 2, RFC 8305), so that nobody
 * notices; who asks for one family alone is well or has an error.
 */
export default defineFault({
  name: 'dns-family-dead',
  ref: 'A20',
  summary: 'The name has an A and an AAAA record, and nothing listens on the address of `dead`, IPv6 or IPv4.',
  group: 'dns',
  params: z.strictObject({ dead: z.enum(['IPv6', 'IPv4']).prefault('IPv6') }),
  examples: ['dns-family-dead', '{ fault: dns-family-dead, dead: IPv4 }'],
  isolate: 'gateway',
  needs: ['dns'],
  outcome: { error: 'connection_refused', bound: 'connect-timeout', accepts: ['passed-on', 'error'] },
  effect: ({ dead }) => ({
    place: 'dns',
    says: everyQuery({ say: 'addresses', addresses: ADDRESSES[dead], note: `${dead} dead:` }),
  }),
  fired: resolverBegan('IPv'),
});
