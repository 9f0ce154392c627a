import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { wasReset } from '../core/fired.ts';

export default defineFault({
  name: 'reset-while-idle',
  ref: 'A14',
  summary: 'A connection that was answered on is kept, and reset `after` a while, idle in the pool.',
  group: 'connection',
  params: z.strictObject({ after: durationSchema.prefault('50ms') }),
  examples: ['reset-while-idle', '{ fault: reset-while-idle, after: 5s }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_terminated', bound: 'at-once', accepts: ['passed-on', 'error'] },
  effect: ({ after }) =>
    everyConnection({ do: 'read', what: 'request' }, { do: 'answer' }, { do: 'stall', ms: after }, { do: 'reset' }),
  fired: wasReset,
});
