import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

export default defineFault({
  name: 'never-answers',
  ref: 'D03',
  summary: 'The request is read and never answered; the connection stays open.',
  group: 'answer',
  params: z.strictObject({}),
  examples: ['never-answers'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_read_timeout', bound: 'read-timeout', accepts: ['error'] },
  effect: () => everyConnection({ do: 'read', what: 'request' }, { do: 'hold' }),
  fired: endedIn('hold'),
});
