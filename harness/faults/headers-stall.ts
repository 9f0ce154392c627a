import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

const CUT = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Le';

export default defineFault({
  name: 'headers-stall',
  ref: 'D20',
  summary: 'The head stops in the middle of a header line; the connection stays open.',
  group: 'head',
  params: z.strictObject({}),
  examples: ['headers-stall'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_read_timeout', bound: 'read-timeout', accepts: ['error'] },
  effect: () => everyConnection({ do: 'read', what: 'request' }, { do: 'send', bytes: { text: CUT } }, { do: 'hold' }),
  fired: endedIn('hold'),
});
