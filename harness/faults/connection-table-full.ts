import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { packetsHit } from '../core/packet-probe.ts';

/** What Linux calls `nf_conntrack: table full, dropping packet`: the flows that it knows go on, and nobody is told of the rest. */
export default defineFault({
  name: 'connection-table-full',
  ref: 'B18',
  summary:
    'The connection table of a firewall has `room` entries left: SYNs beyond them vanish, old connections go on.',
  group: 'firewall and routes',
  params: z.strictObject({ room: z.int().min(0).max(65_535).default(0) }),
  examples: ['connection-table-full', '{ fault: connection-table-full, room: 2 }'],
  isolate: 'none',
  needs: ['firewall'],
  outcome: { error: 'connection_timeout', bound: 'connect-timeout', accepts: ['error', 'passed-on'] },
  effect: ({ room }) => ({ place: 'network', trouble: { kind: 'table-full', room } }),
  fired: packetsHit({ kind: 'table-full' }),
});
