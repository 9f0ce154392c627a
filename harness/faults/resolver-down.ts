import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { packetsHit } from '../core/packet-probe.ts';

/** A kernel answers a datagram to a port where nothing listens by an ICMP port unreachable (RFC 1122 section 4.1.3.1). */
export default defineFault({
  name: 'resolver-down',
  ref: 'J16',
  summary: "Nothing listens on the resolver's port: queries meet an ICMP port unreachable, ECONNREFUSED.",
  group: 'dns',
  params: z.strictObject({}),
  examples: ['resolver-down'],
  isolate: 'gateway',
  needs: ['dns', 'firewall'],
  outcome: { error: 'dns_error', bound: 'dns-timeout', accepts: ['error'] },
  effect: () => ({ place: 'resolver', state: 'closed' }),
  fired: packetsHit({ kind: 'resolver-closed' }),
});
