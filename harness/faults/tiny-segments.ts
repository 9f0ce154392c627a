import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

const BODY = 'word by word, letter by letter\n';
const ANSWER = `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`;
/** Milliseconds between two: an octet that waits for the one before to be acknowledged would be joined to the next. */
const EVERY = 1;

/** TCP keeps octets and their order, and no boundaries between them (RFC 9293 section 3.8). */
export default defineFault({
  name: 'tiny-segments',
  ref: 'B14',
  summary: 'The answer comes in segments of `octets` each, head and body: status line, CRLFs and all are torn apart.',
  group: 'network',
  params: z.strictObject({ octets: z.int().min(1).max(16).default(1) }),
  examples: ['tiny-segments', '{ fault: tiny-segments, octets: 3 }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_response_timeout', bound: 'none', accepts: ['passed-on'] },
  effect: ({ octets }) => ({
    place: 'script',
    script: {
      connections: [],
      rest: {
        steps: [
          { do: 'read', what: 'request' },
          { do: 'drip', bytes: { text: ANSWER }, piece: octets, every: EVERY },
        ],
        loop: true,
      },
    },
  }),
  fired: endedIn('drip'),
});
