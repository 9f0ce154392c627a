import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { probeMet } from '../core/fired.ts';

export default defineFault({
  name: 'route-unreachable',
  ref: 'A03',
  summary: 'The kernel has an unreachable route for the upstream: connect fails with EHOSTUNREACH.',
  group: 'firewall and routes',
  params: z.strictObject({}),
  examples: ['route-unreachable'],
  isolate: 'none',
  needs: ['routes'],
  outcome: { error: 'destination_ip_unroutable', bound: 'at-once', accepts: ['error'] },
  effect: () => ({ place: 'route', type: 'unreachable' }),
  fired: probeMet('EHOSTUNREACH'),
});
