import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

export default defineFault({
  name: 'gateway-loop',
  ref: 'K08',
  summary: "The upstream is the gateway itself: each connection leads back to the gateway's own listener.",
  group: 'connection',
  params: z.strictObject({}),
  examples: ['gateway-loop'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'proxy_loop_detected', bound: 'at-once', accepts: ['error'] },
  effect: () => everyConnection({ do: 'splice', to: 'gateway' }),
  fired: endedIn('splice'),
});
