import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

export default defineFault({
  name: 'never-reads',
  ref: 'A09',
  summary: 'The connection is accepted, and nothing is ever read from it or written to it.',
  group: 'connection',
  params: z.strictObject({}),
  examples: ['never-reads'],
  isolate: 'none',
  needs: ['processes'],
  outcome: { error: 'connection_read_timeout', bound: 'read-timeout', accepts: ['error'] },
  effect: () => everyConnection({ do: 'arrive-unread' }, { do: 'hold' }),
  fired: endedIn('hold'),
});
