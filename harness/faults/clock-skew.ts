import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

/** A clock that lost its battery, and one that runs ahead by years. */
const DATES = { past: 'Thu, 01 Jan 1970 00:00:07 GMT', future: 'Fri, 01 Jan 2038 00:00:07 GMT' } as const;

/** RFC 9110 section 6.6.1: a recipient with a clock adds a Date where there is none; what the origin said is its own. */
export default defineFault({
  name: 'clock-skew',
  ref: 'I12',
  summary: "The upstream's clock is years off: a well-formed 200 whose Date is of 1970, or of 2038.",
  group: 'resources',
  params: z.strictObject({ clock: z.enum(['past', 'future']).prefault('past') }),
  examples: ['clock-skew', '{ fault: clock-skew, clock: future }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['passed-on'] },
  effect: ({ clock }) => ({
    place: 'script',
    script: {
      connections: [],
      rest: {
        steps: [
          { do: 'read', what: 'request' },
          {
            do: 'respond',
            response: {
              headers: { Date: DATES[clock], 'Content-Type': 'text/plain' },
              body: `it is ${DATES[clock]}\n`,
            },
          },
        ],
        loop: true,
      },
    },
  }),
  fired: endedIn('respond'),
});
