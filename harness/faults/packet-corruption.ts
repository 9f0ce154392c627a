import { z } from 'zod';
import { drippedBody } from '../core/dripped-body.ts';
import { defineFault } from '../core/fault.ts';
import { packetsHit } from '../core/packet-probe.ts';

/** A body in many small packets: an answer in a single one would mostly be spared. */
const PIECES = 16;

/** Its receiver drops a packet with a wrong checksum (RFC 1122 section 3.2.1.2), and TCP sends it again. */
export default defineFault({
  name: 'packet-corruption',
  ref: 'B07',
  summary: 'Of the packets `percent` arrive with a header checksum that is wrong, and are dropped by their receiver.',
  group: 'network',
  params: z.strictObject({ percent: z.int().min(1).max(99).default(30) }),
  examples: ['packet-corruption', '{ fault: packet-corruption, percent: 10 }'],
  isolate: 'none',
  needs: ['firewall'],
  outcome: { error: 'connection_read_timeout', bound: 'none', accepts: ['passed-on', 'truncated', 'error'] },
  effect: ({ percent }) => ({
    place: 'network',
    trouble: { kind: 'corruption', percent },
    script: { connections: [], rest: { steps: drippedBody(PIECES), loop: true } },
  }),
  fired: packetsHit({ kind: 'corruption' }),
});
