import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { packetsHit } from '../core/packet-probe.ts';

/** The request does its work, once for each time that it is sent, and nobody hears of it: what must not be sent twice is not. */
export default defineFault({
  name: 'one-way-partition',
  ref: 'B11',
  summary: 'After the handshake all packets from the upstream are lost: requests arrive and are answered to nobody.',
  group: 'network',
  params: z.strictObject({}),
  examples: ['one-way-partition'],
  isolate: 'none',
  needs: ['firewall'],
  outcome: { error: 'connection_read_timeout', bound: 'read-timeout', accepts: ['error'] },
  effect: () => ({ place: 'network', trouble: { kind: 'one-way' } }),
  fired: packetsHit({ kind: 'one-way' }),
});
