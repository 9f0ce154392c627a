import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { sentOrRefused } from '../core/sent-or-refused.ts';
import { sizeSchema } from '../core/size-schema.ts';

const NAME = 'X-Large: ';
const BODY = 'hello\n';
const HEAD = `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${BODY.length}\r\nConnection: close\r\n`;

/**
 * No standard sets a limit: a gateway may refuse the message (RFC 9110 section 2.3), leave the field out (section 5.4), or
 * take it as it is.
 */
export default defineFault({
  name: 'header-too-large',
  ref: 'D33',
  summary: 'A complete 200 with one field line of `size`, then FIN.',
  group: 'head',
  params: z.strictObject({ size: sizeSchema.prefault('1MiB') }),
  examples: ['header-too-large', '{ fault: header-too-large, size: 64KiB }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_response_header_size', bound: 'at-once', accepts: ['error', 'passed-on', 'repaired'] },
  effect: ({ size }) =>
    everyConnection(
      { do: 'read', what: 'request' },
      { do: 'send', bytes: { text: HEAD + NAME } },
      { do: 'send', bytes: { repeat: 'x', times: Math.max(0, size - NAME.length) } },
      { do: 'send', bytes: { text: `\r\n\r\n${BODY}` } },
      { do: 'close' },
    ),
  fired: sentOrRefused('close'),
});
