import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n';
const RESPONSE = `${HEAD}5\r\nhello\r\nxyz\r\nworld\r\n`;

export default defineFault({
  name: 'chunk-size-invalid',
  ref: 'E18',
  summary: 'A good first chunk, then a chunk size that is not hexadecimal, then FIN.',
  group: 'body',
  params: z.strictObject({}),
  examples: ['chunk-size-invalid'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_response_transfer_coding', bound: 'at-once', accepts: ['truncated', 'error'] },
  effect: () =>
    everyConnection({ do: 'read', what: 'request' }, { do: 'send', bytes: { text: RESPONSE } }, { do: 'close' }),
  fired: endedIn('close'),
});
