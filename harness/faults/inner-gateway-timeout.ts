import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

/**
 * What the inner gateway says is the answer of an upstream: it came in time, and the gateway in front neither failed nor may
 * say that it did. RFC 9209 section 2: Via and Proxy-Status of the one that erred go on.
 */
export default defineFault({
  name: 'inner-gateway-timeout',
  ref: 'K07',
  summary: 'A gateway stands between and gives up first: a 504 with Via and Proxy-Status, `after` a while.',
  group: 'answer',
  params: z.strictObject({ after: durationSchema.prefault('600ms') }),
  examples: ['inner-gateway-timeout', '{ fault: inner-gateway-timeout, after: 300ms }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_response_timeout', bound: 'none', accepts: ['passed-on'] },
  effect: ({ after }) => ({
    place: 'script',
    script: {
      connections: [],
      rest: {
        steps: [
          { do: 'read', what: 'request' },
          { do: 'stall', ms: after },
          {
            do: 'respond',
            response: {
              status: 504,
              headers: {
                Via: '1.1 inner',
                'Proxy-Status': 'inner; error=http_response_timeout',
                'Content-Type': 'text/plain',
              },
              body: 'inner: the app did not answer\n',
            },
          },
        ],
        loop: true,
      },
    },
  }),
  fired: endedIn('respond'),
});
