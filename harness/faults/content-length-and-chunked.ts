import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

/**
 * RFC 9112 section 6.3, item 3: Transfer-Encoding overrides; the message ought to be handled as an error, and whoever
 * forwards it takes the Content-Length out first.
 */
export default defineFault({
  name: 'content-length-and-chunked',
  ref: 'E05',
  summary: 'A 200 that is chunked and has a Content-Length, too, which is wrong.',
  group: 'body',
  params: z.strictObject({}),
  examples: ['content-length-and-chunked'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['error', 'repaired', 'passed-on'] },
  effect: () =>
    everyConnection(
      { do: 'read', what: 'request' },
      {
        do: 'respond',
        response: { headers: { 'Content-Length': '3', 'Transfer-Encoding': 'chunked' }, body: 'hello\n' },
      },
      { do: 'close' },
    ),
  fired: endedIn('close'),
});
