import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';
import { sendAndClose } from '../core/send-and-close.ts';

/** RFC 9110 section 8.6: a recipient rejects the message, or replaces the list by one valid number before it forwards it. */
export default defineFault({
  name: 'content-length-list',
  ref: 'E04',
  summary: 'A complete 200 whose Content-Length is a list that says the same number twice.',
  group: 'body',
  params: z.strictObject({}),
  examples: ['content-length-list'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['error', 'repaired'] },
  effect: () =>
    sendAndClose(
      'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5, 5\r\nConnection: close\r\n\r\nhello',
    ),
  fired: endedIn('close'),
});
