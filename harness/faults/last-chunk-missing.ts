import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n';
const RESPONSE = `${HEAD}5\r\nhello\r\n`;

export default defineFault({
  name: 'last-chunk-missing',
  ref: 'E22',
  summary: 'A chunked body that ends in FIN without its last chunk.',
  group: 'body',
  params: z.strictObject({}),
  examples: ['last-chunk-missing'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_response_incomplete', bound: 'at-once', accepts: ['truncated', 'error'] },
  effect: () =>
    everyConnection({ do: 'read', what: 'request' }, { do: 'send', bytes: { text: RESPONSE } }, { do: 'close' }),
  fired: endedIn('close'),
});
