import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

/** What an attacker gave as the language: behind the first CRLF is the end of one response, and the whole of another. */
const LANGUAGE = [
  'en',
  'Content-Length: 0',
  '',
  'HTTP/1.1 200 OK',
  'Content-Type: text/html',
  'Set-Cookie: session=evil',
  'Content-Length: 7',
  '',
  'poison\n',
].join('\r\n');

/** RFC 9112 section 11.1; of what follows the response nothing may be passed on, nor become the next one (section 6.3). */
export default defineFault({
  name: 'response-splitting',
  ref: 'D37',
  summary: 'CRLFs in the value of Location end a 302, and begin a 200 that nobody asked for; kept open.',
  group: 'head',
  params: z.strictObject({}),
  examples: ['response-splitting'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['passed-on', 'error'] },
  effect: () => ({
    place: 'script',
    script: {
      connections: [],
      rest: {
        steps: [
          { do: 'read', what: 'request' },
          { do: 'send', bytes: { text: `HTTP/1.1 302 Found\r\nLocation: /?lang=${LANGUAGE}\r\nDummy: x\r\n\r\n` } },
        ],
        loop: true,
      },
    },
  }),
  fired: endedIn('send'),
});
