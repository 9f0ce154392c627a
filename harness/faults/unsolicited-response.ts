import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

const TIMEOUT = 'HTTP/1.1 408 Request Timeout\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n\r\nwas too idle';

/** RFC 9112 section 9.2: it answers nothing, so no later request may get it. It strikes gateways that keep connections. */
export default defineFault({
  name: 'unsolicited-response',
  ref: 'E17',
  summary: 'A whole response, and a 408 that nobody asked for once the connection was idle for `idle`.',
  group: 'body',
  params: z.strictObject({ idle: durationSchema.prefault('200ms') }),
  examples: ['unsolicited-response', '{ fault: unsolicited-response, idle: 1s }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['passed-on', 'error'] },
  effect: ({ idle }) => ({
    place: 'script',
    script: {
      connections: [],
      rest: {
        steps: [
          { do: 'read', what: 'request' },
          { do: 'respond', response: { headers: { 'Content-Type': 'text/plain' }, body: 'hello' } },
          { do: 'stall', ms: idle },
          { do: 'send', bytes: { text: TIMEOUT } },
        ],
        loop: true,
      },
    },
  }),
  fired: endedIn('send'),
});
