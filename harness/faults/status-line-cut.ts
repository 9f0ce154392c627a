import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

const CUT = 'HTTP/1.1 20';

export default defineFault({
  name: 'status-line-cut',
  ref: 'D17',
  summary: 'FIN in the middle of the status line.',
  group: 'head',
  params: z.strictObject({}),
  examples: ['status-line-cut'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_response_incomplete', bound: 'at-once', accepts: ['error'] },
  effect: () => everyConnection({ do: 'read', what: 'request' }, { do: 'send', bytes: { text: CUT } }, { do: 'close' }),
  fired: endedIn('close'),
});
