import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import { defineFault } from '../core/fault.ts';
import { packetsHit } from '../core/packet-probe.ts';

/**
 * A handshake is taken up again when one of its ends sends again: after a second, and then each time twice as late (RFC
 * 6298 sections 2 and 5.5), or each second for a while (Linux since 6.5, tcp_syn_linear_timeouts).
 */
export default defineFault({
  name: 'syn-ack-late',
  ref: 'A10',
  summary: 'No SYN-ACK gets through until `after` from the first one: connect succeeds with a later retransmission.',
  group: 'network',
  params: z.strictObject({ after: durationSchema.prefault('1500ms') }),
  examples: ['syn-ack-late', '{ fault: syn-ack-late, after: 500ms }'],
  isolate: 'none',
  needs: ['firewall'],
  outcome: { error: 'connection_timeout', bound: 'connect-timeout', accepts: ['error', 'passed-on'] },
  effect: ({ after }) => ({ place: 'network', trouble: { kind: 'late-handshake', after } }),
  fired: packetsHit({ kind: 'late-handshake' }),
});
