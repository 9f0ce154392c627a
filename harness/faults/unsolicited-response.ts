import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';
import { HEALTHY_REQUEST, REQUEST_BY_REQUEST } from '../core/script.ts';

const TIMEOUT = 'HTTP/1.1 408 Request Timeout\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n\r\nwas too idle';

/** RFC 9112 section 9.2: it answers nothing, so no later request may get it. It strikes gateways that keep connections. */
export default defineFault({
  name: 'unsolicited-response',
  ref: 'E17',
  summary: 'Behind the first response, on a connection idle for `idle`, comes a 408 that nobody asked for.',
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
      rest: REQUEST_BY_REQUEST,
      // Only the first: a request that came while a later one of these waits would find it a race, and no fault.
      requests: {
        list: [
          {
            steps: [
              { do: 'read', what: 'body' },
              { do: 'respond', response: { headers: { 'Content-Type': 'text/plain' }, body: 'hello' } },
              { do: 'stall', ms: idle },
              { do: 'send', bytes: { text: TIMEOUT } },
            ],
          },
        ],
        rest: HEALTHY_REQUEST,
      },
    },
  }),
  fired: endedIn('send'),
});
