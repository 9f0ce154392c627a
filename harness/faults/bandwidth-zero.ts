import { z } from 'zod';
import { drippedBody } from '../core/dripped-body.ts';
import { defineFault } from '../core/fault.ts';
import { packetsHit } from '../core/packet-probe.ts';
import { sizeSchema } from '../core/size-schema.ts';

/** More than any `after`, so that the line is cut in mid-body. */
const PIECES = 64;
const LARGEST = 8192;

/**
 * Unlike body-stalls, where the app stops, here the app goes on: what it writes waits in its kernel, and neither octets nor
 * acknowledgements, FIN or RST come through. Nobody tells the gateway.
 */
export default defineFault({
  name: 'bandwidth-zero',
  ref: 'B10',
  summary:
    'The line from the upstream falls to no bandwidth `after` so many bytes of packets: no octet, no ACK, no FIN.',
  group: 'network',
  params: z.strictObject({
    after: sizeSchema
      .prefault('2KiB')
      .refine((bytes) => bytes >= 512 && bytes <= LARGEST, { error: `must be from 512B to ${LARGEST}B` }),
  }),
  examples: ['bandwidth-zero', '{ fault: bandwidth-zero, after: 4KiB }'],
  isolate: 'none',
  needs: ['firewall'],
  outcome: { error: 'connection_read_timeout', bound: 'body-stall', accepts: ['truncated', 'error'] },
  effect: ({ after }) => ({
    place: 'network',
    trouble: { kind: 'cut-line', bytes: after },
    script: { connections: [], rest: { steps: [...drippedBody(PIECES), { do: 'hold' }] } },
  }),
  fired: packetsHit({ kind: 'cut-line' }),
});
