import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

const CUT = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Le';

export default defineFault({
  name: 'headers-cut',
  ref: 'D18',
  summary: 'FIN in the middle of a header line, before the empty line that ends the head.',
  group: 'head',
  params: z.strictObject({}),
  examples: ['headers-cut'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_response_incomplete', bound: 'at-once', accepts: ['error'] },
  effect: () => everyConnection({ do: 'read', what: 'request' }, { do: 'send', bytes: { text: CUT } }, { do: 'close' }),
  fired: endedIn('close'),
});
