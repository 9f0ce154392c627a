import { z } from 'zod';
import { drippedBody } from '../core/dripped-body.ts';
import { defineFault } from '../core/fault.ts';
import { packetsHit } from '../core/packet-probe.ts';

/** Pieces of a body that a burst surely falls into. */
const PIECES = 32;

const params = z
  .strictObject({ burst: z.int().min(2).max(50).default(6), every: z.int().min(4).max(1000).default(16) })
  .refine(({ burst, every }) => burst < every, { path: ['burst'], error: 'must be less than `every`' });

/**
 * Losses on real lines come in bursts (the model of Gilbert and Elliott): good for a while, then bad for a while. The lengths
 * are fixed here, so that two runs lose alike. TCP sees the gap by what comes behind it, or by its timer (RFC 6298 section 5).
 */
export default defineFault({
  name: 'burst-loss',
  ref: 'B04',
  summary: 'Of every `every` packets from the upstream, `burst` in a row are lost; what is sent again arrives.',
  group: 'network',
  params,
  examples: ['burst-loss', '{ fault: burst-loss, burst: 3, every: 100 }'],
  isolate: 'none',
  needs: ['firewall'],
  outcome: { error: 'connection_read_timeout', bound: 'none', accepts: ['passed-on', 'truncated', 'error'] },
  effect: ({ burst, every }) => ({
    place: 'network',
    trouble: { kind: 'burst-loss', burst, every },
    script: { connections: [], rest: { steps: drippedBody(PIECES), loop: true } },
  }),
  fired: packetsHit({ kind: 'burst-loss' }),
});
