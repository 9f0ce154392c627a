import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

export default defineFault({
  name: 'redirect-loop',
  ref: 'F10',
  summary: 'Every request is redirected to `location`, the request for that one too.',
  group: 'behaviour',
  params: z.strictObject({
    status: z.literal([301, 302, 303, 307, 308]).default(302),
    location: z
      .string()
      .regex(/^[!-~]+$/, { error: 'must be a URI reference' })
      .default('/round-and-round'),
  }),
  examples: ['redirect-loop', '{ fault: redirect-loop, status: 308, location: / }'],
  isolate: 'none',
  needs: [],
  // To follow it is the client's business: RFC 9110 section 15.4 speaks of the user agent.
  outcome: { error: 'proxy_loop_detected', bound: 'at-once', accepts: ['passed-on'] },
  effect: ({ status, location }) => {
    const response = { status, headers: { Location: location } };
    const steps = [{ do: 'read', what: 'request' } as const, { do: 'respond', response } as const];
    return { place: 'script', script: { connections: [], rest: { steps, loop: true } } };
  },
  fired: endedIn('respond'),
});
