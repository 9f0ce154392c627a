import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { probeMet } from '../core/fired.ts';

/** The kernel takes the routes of an interface away as it goes down, and connect(2) finds none that is left. */
export default defineFault({
  name: 'interface-down',
  ref: 'B13',
  summary: 'The interface that leads to the upstream is down, so no route is left: connect fails with ENETUNREACH.',
  group: 'network',
  params: z.strictObject({}),
  examples: ['interface-down'],
  isolate: 'none',
  needs: ['routes'],
  outcome: { error: 'destination_ip_unroutable', bound: 'at-once', accepts: ['error'] },
  effect: () => ({ place: 'route', type: 'throw' }),
  fired: probeMet('ENETUNREACH'),
});
