import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { probeMet } from '../core/fired.ts';

export default defineFault({
  name: 'firewall-prohibited',
  ref: 'A04',
  summary: 'A firewall rejects every packet with ICMP "administratively prohibited".',
  group: 'firewall and routes',
  params: z.strictObject({}),
  examples: ['firewall-prohibited'],
  isolate: 'none',
  needs: ['firewall'],
  outcome: { error: 'destination_ip_unroutable', bound: 'at-once', accepts: ['error'] },
  effect: () => ({ place: 'firewall', verdict: 'icmp-admin-prohibited' }),
  fired: probeMet('EHOSTUNREACH'),
});
