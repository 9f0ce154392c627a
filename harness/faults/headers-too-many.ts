import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { sentOrRefused } from '../core/sent-or-refused.ts';

const BODY = 'hello\n';
const HEAD = `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${BODY.length}\r\nConnection: close\r\n`;
const LINE = 'X-Many: x\r\n';

/** As with header-too-large no standard sets a limit (RFC 9110 sections 2.3 and 5.4). */
export default defineFault({
  name: 'headers-too-many',
  ref: 'D35',
  summary: 'A complete 200 with `count` short field lines more than it needs, then FIN.',
  group: 'head',
  params: z.strictObject({ count: z.int().min(1).max(1_000_000).default(2000) }),
  examples: ['headers-too-many', '{ fault: headers-too-many, count: 101 }'],
  isolate: 'none',
  needs: [],
  outcome: {
    error: 'http_response_header_section_size',
    bound: 'at-once',
    accepts: ['error', 'passed-on', 'repaired'],
  },
  effect: ({ count }) =>
    everyConnection(
      { do: 'read', what: 'request' },
      { do: 'send', bytes: { text: HEAD } },
      { do: 'send', bytes: { repeat: LINE, times: count } },
      { do: 'send', bytes: { text: `\r\n${BODY}` } },
      { do: 'close' },
    ),
  fired: sentOrRefused('close'),
});
