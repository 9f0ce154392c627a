import { z } from 'zod';
import { drippedBody } from '../core/dripped-body.ts';
import { defineFault } from '../core/fault.ts';
import { packetsHit } from '../core/packet-probe.ts';

/** A body in many small packets: each is one more that comes twice. */
const PIECES = 16;

/** TCP takes each octet once (RFC 9293 section 3.10.7.4): nobody above it may notice. */
export default defineFault({
  name: 'packet-duplication',
  ref: 'B05',
  summary: 'Each packet to and from the upstream arrives twice; TCP takes each octet once.',
  group: 'network',
  params: z.strictObject({}),
  examples: ['packet-duplication'],
  isolate: 'none',
  needs: ['firewall'],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['passed-on'] },
  effect: () => ({
    place: 'network',
    trouble: { kind: 'duplication' },
    script: { connections: [], rest: { steps: drippedBody(PIECES), loop: true } },
  }),
  fired: packetsHit({ kind: 'duplication' }),
});
