import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

/**
 * RFC 9110 section 7.6.1: a field that is meant for all recipients must not be named. What is named is removed from what is
 * passed on, but the length has to be read first: the connection is kept, and without it the body would have no end.
 */
export default defineFault({
  name: 'connection-names-length',
  ref: 'D39',
  summary: 'A 200 whose Connection field names Content-Length; the connection is kept.',
  group: 'head',
  params: z.strictObject({}),
  examples: ['connection-names-length'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['passed-on', 'repaired', 'error'] },
  effect: () => ({
    place: 'script',
    script: {
      connections: [],
      rest: {
        steps: [
          { do: 'read', what: 'request' },
          { do: 'respond', response: { headers: { Connection: 'Content-Length' }, body: 'hello\n' } },
        ],
        loop: true,
      },
    },
  }),
  fired: endedIn('respond'),
});
