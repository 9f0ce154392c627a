import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { probeMet } from '../core/fired.ts';

export default defineFault({
  name: 'firewall-drop',
  ref: 'A02',
  summary: 'A firewall drops every packet to the upstream: a SYN is never answered.',
  group: 'firewall and routes',
  params: z.strictObject({}),
  examples: ['firewall-drop'],
  isolate: 'none',
  needs: ['firewall'],
  outcome: { error: 'connection_timeout', bound: 'connect-timeout', accepts: ['error'] },
  effect: () => ({ place: 'firewall', verdict: 'drop' }),
  fired: probeMet('no answer'),
});
