import { z } from 'zod';
import { drippedBody } from '../core/dripped-body.ts';
import { defineFault } from '../core/fault.ts';
import { packetsHit } from '../core/packet-probe.ts';
import { sizeSchema } from '../core/size-schema.ts';

/** Bytes that a packet of the handshake and one with the head of the answer surely fit into. */
const SMALLEST = 256;
/** Bytes below which no Ethernet packet of a full segment lies. */
const LARGEST = 1400;

const params = z
  .strictObject({ bytes: sizeSchema.prefault('576B'), length: sizeSchema.prefault('4KiB') })
  .refine(({ bytes }) => bytes >= SMALLEST && bytes <= LARGEST, {
    path: ['bytes'],
    error: `must be from ${SMALLEST}B to ${LARGEST}B`,
  })
  .refine(({ bytes, length }) => length > bytes, { path: ['length'], error: 'must be more than `bytes`' });

/** RFC 2923 section 2.1: the connection is made, small packets pass, and the first full one is sent again and again. */
export default defineFault({
  name: 'mtu-black-hole',
  ref: 'B12',
  summary: 'Packets from the upstream above `bytes` vanish and no ICMP tells: the head arrives, the body never.',
  group: 'network',
  params,
  examples: ['mtu-black-hole', '{ fault: mtu-black-hole, bytes: 1280B, length: 64KiB }'],
  isolate: 'none',
  needs: ['firewall'],
  outcome: { error: 'connection_read_timeout', bound: 'body-stall', accepts: ['truncated', 'error'] },
  effect: ({ bytes, length }) => ({
    place: 'network',
    trouble: { kind: 'mtu-black-hole', bytes },
    script: {
      connections: [],
      rest: {
        // In one piece, and not in the head's packet, which is small enough to arrive.
        steps: [...drippedBody(1, length), { do: 'hold' }],
      },
    },
  }),
  fired: packetsHit({ kind: 'mtu-black-hole' }),
});
