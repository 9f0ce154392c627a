import { z } from 'zod';
import { cutBody } from '../core/cut-body.ts';
import { defineFault } from '../core/fault.ts';
import { packetsHit } from '../core/packet-probe.ts';
import { rateSchema } from '../core/rate-schema.ts';
import { sizeSchema } from '../core/size-schema.ts';

/**
 * Slow and steady is no failure: the read timeout of gateways is for silence between two reads, and each packet ends one. With
 * the defaults the body takes two seconds.
 */
export default defineFault({
  name: 'bandwidth-limit',
  ref: 'B09',
  summary: 'Packets from the upstream leave at `rate`: a body of `length` arrives slowly, steadily and whole.',
  group: 'network',
  params: z.strictObject({ rate: rateSchema.prefault('8KiB/s'), length: sizeSchema.prefault('16KiB') }),
  examples: ['bandwidth-limit', '{ fault: bandwidth-limit, rate: 64KiB/s, length: 256KiB }'],
  isolate: 'none',
  needs: ['shaping'],
  outcome: { error: 'http_response_timeout', bound: 'none', accepts: ['passed-on'] },
  effect: ({ rate, length }) => ({
    place: 'network',
    trouble: { kind: 'bandwidth', bytesPerSecond: rate },
    script: {
      connections: [],
      rest: {
        steps: cutBody({ after: length, length }),
        loop: true,
      },
    },
  }),
  fired: packetsHit({ kind: 'bandwidth' }),
});
