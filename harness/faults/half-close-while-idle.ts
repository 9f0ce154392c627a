import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

export default defineFault({
  name: 'half-close-while-idle',
  ref: 'A25',
  summary: 'A FIN comes `after` a while on a kept connection; what is sent there is still read, and never answered.',
  group: 'connection',
  params: z.strictObject({ after: durationSchema.prefault('50ms') }),
  examples: ['half-close-while-idle', '{ fault: half-close-while-idle, after: 5s }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_terminated', bound: 'at-once', accepts: ['passed-on', 'error'] },
  effect: ({ after }) =>
    everyConnection(
      { do: 'read', what: 'request' },
      { do: 'answer' },
      { do: 'stall', ms: after },
      { do: 'half-close' },
      { do: 'hold' },
    ),
  fired: endedIn('hold'),
});
