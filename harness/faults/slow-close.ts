import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { stalled } from '../core/fired.ts';

/** The answer ends with its Content-Length (RFC 9112 section 6.3): a gateway that waits for the FIN waits for nothing. */
export default defineFault({
  name: 'slow-close',
  ref: 'B15',
  summary: 'A whole answer says Connection: close, and the FIN comes `after` that: the connection hangs open.',
  group: 'connection',
  params: z.strictObject({ after: durationSchema.prefault('3s') }),
  examples: ['slow-close', '{ fault: slow-close, after: 500ms }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_terminated', bound: 'at-once', accepts: ['passed-on'] },
  effect: ({ after }) =>
    everyConnection(
      { do: 'read', what: 'request' },
      {
        do: 'respond',
        response: { headers: { 'Content-Type': 'text/plain', Connection: 'close' }, body: 'and goodbye\n' },
      },
      { do: 'stall', ms: after },
      { do: 'close' },
    ),
  fired: stalled,
});
