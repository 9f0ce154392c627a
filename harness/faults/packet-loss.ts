import { z } from 'zod';
import { drippedBody } from '../core/dripped-body.ts';
import { defineFault } from '../core/fault.ts';
import { packetsHit } from '../core/packet-probe.ts';

/** A body in many small packets: an answer in a single one would mostly be spared. */
const PIECES = 16;

/**
 * TCP sends lost packets again (RFC 9293 section 3.8.1), so that loss is only delay: the retransmission comes after some 200 ms
 * on Linux. What is sent again arrives.
 */
export default defineFault({
  name: 'packet-loss',
  ref: 'B03',
  summary: 'Of the packets of established connections `percent` are lost, both ways; what is sent again arrives.',
  group: 'network',
  params: z.strictObject({ percent: z.int().min(1).max(99).default(30) }),
  examples: ['packet-loss', '{ fault: packet-loss, percent: 10 }'],
  isolate: 'none',
  needs: ['firewall'],
  outcome: { error: 'connection_read_timeout', bound: 'none', accepts: ['passed-on', 'truncated', 'error'] },
  effect: ({ percent }) => ({
    place: 'network',
    trouble: { kind: 'loss', percent },
    script: { connections: [], rest: { steps: drippedBody(PIECES), loop: true } },
  }),
  fired: packetsHit({ kind: 'loss' }),
});
