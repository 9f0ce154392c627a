import { z } from 'zod';
import { BINARY_GARBAGE } from '../core/binary-garbage.ts';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { sentOrRefused } from '../core/sent-or-refused.ts';

/** There is a line end in the garbage: no more need come to know that it begins with no status line. */
export default defineFault({
  name: 'garbage-held-open',
  ref: 'D06',
  summary: 'The request is answered with binary garbage; the connection stays open.',
  group: 'answer',
  params: z.strictObject({}),
  examples: ['garbage-held-open'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['error'] },
  effect: () =>
    everyConnection({ do: 'read', what: 'request' }, { do: 'send', bytes: { hex: BINARY_GARBAGE } }, { do: 'hold' }),
  fired: sentOrRefused('hold'),
});
