import { z } from 'zod';
import { BINARY_GARBAGE } from '../core/binary-garbage.ts';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

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
    everyConnection({ do: 'read', what: 'request' }, { do: 'send', bytes: { hex: BINARY_GARBAGE } }, { do: 'close' }),
  fired: endedIn('close'),
});
