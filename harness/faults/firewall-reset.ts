import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { probeMet } from '../core/fired.ts';

export default defineFault({
  name: 'firewall-reset',
  ref: 'A05',
  summary: 'A firewall answers every packet to the upstream with an RST, though its listener is alive.',
  group: 'firewall and routes',
  params: z.strictObject({}),
  examples: ['firewall-reset'],
  isolate: 'none',
  needs: ['firewall'],
  outcome: { error: 'connection_refused', bound: 'at-once', accepts: ['error'] },
  effect: () => ({ place: 'firewall', verdict: 'tcp-reset' }),
  fired: probeMet('ECONNREFUSED'),
});
