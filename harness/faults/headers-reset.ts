import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { wasReset } from '../core/fired.ts';

const CUT = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Le';
/** An RST destroys what the peer has not read yet; so long the head has to arrive, in milliseconds. */
const ARRIVES_WITHIN = 100;

export default defineFault({
  name: 'headers-reset',
  ref: 'D19',
  summary: 'RST in the middle of a header line, once what came before it has arrived.',
  group: 'head',
  params: z.strictObject({}),
  examples: ['headers-reset'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_terminated', bound: 'at-once', accepts: ['error'] },
  effect: () =>
    everyConnection(
      { do: 'read', what: 'request' },
      { do: 'send', bytes: { text: CUT } },
      { do: 'stall', ms: ARRIVES_WITHIN },
      { do: 'reset' },
    ),
  fired: wasReset,
});
