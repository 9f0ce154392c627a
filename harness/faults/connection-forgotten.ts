import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { packetsHit } from '../core/packet-probe.ts';

/** What an idle timeout of a NAT or of a stateful firewall leaves behind (RFC 5382 section 5). */
export default defineFault({
  name: 'connection-forgotten',
  ref: 'A16',
  summary: 'A firewall has forgotten the connections that exist already: their packets vanish, new ones are carried.',
  group: 'firewall and routes',
  params: z.strictObject({}),
  examples: ['connection-forgotten'],
  isolate: 'none',
  needs: ['firewall'],
  outcome: { error: 'connection_read_timeout', bound: 'read-timeout', accepts: ['error', 'passed-on'] },
  effect: () => ({ place: 'network', trouble: { kind: 'forgotten' } }),
  fired: packetsHit({ kind: 'forgotten' }),
});
