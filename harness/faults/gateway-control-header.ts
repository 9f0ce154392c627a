import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

/** Each field, and what it names: a location that no configuration has (a path may lead back to the app), and a file. */
const NOWHERE = { 'X-Accel-Redirect': '@gatecrash-nowhere', 'X-Sendfile': '/gatecrash/nowhere' } as const;

/**
 * A gateway that obeys the field finds nothing, and says 404 or 500: the app is well, so that 502 would be wrong. One that does
 * not know it passes it on, or takes it out.
 */
export default defineFault({
  name: 'gateway-control-header',
  ref: 'D38',
  summary: 'A 200 tells the gateway, in `field`, to serve something that is not there, then FIN.',
  group: 'head',
  params: z.strictObject({ field: z.enum(['X-Accel-Redirect', 'X-Sendfile']).default('X-Accel-Redirect') }),
  examples: ['gateway-control-header', '{ fault: gateway-control-header, field: X-Sendfile }'],
  isolate: 'none',
  needs: [],
  outcome: {
    error: 'http_protocol_error',
    bound: 'at-once',
    accepts: ['passed-on', 'error'],
    statuses: [404, 500],
  },
  effect: ({ field }) =>
    everyConnection(
      { do: 'read', what: 'request' },
      { do: 'respond', response: { headers: { [field]: NOWHERE[field] }, body: 'hello\n' } },
      { do: 'close' },
    ),
  fired: endedIn('close'),
});
