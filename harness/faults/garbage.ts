import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

/** Fixed octets, so that a run can be repeated: control characters, high octets, a NUL, and line ends in between. */
const GARBAGE = '8b1f00ff fe0d0a07 c3289dde adbeef1b 5b304a00 0a0dff7f e2828290 9f01020a';

export default defineFault({
  name: 'garbage',
  ref: 'D05',
  summary: 'The request is answered with binary garbage, then FIN.',
  group: 'answer',
  params: z.strictObject({}),
  examples: ['garbage'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['error'] },
  effect: () =>
    everyConnection({ do: 'read', what: 'request' }, { do: 'send', bytes: { hex: GARBAGE } }, { do: 'close' }),
  fired: endedIn('close'),
});
