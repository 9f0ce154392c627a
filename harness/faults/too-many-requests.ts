import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

export default defineFault({
  name: 'too-many-requests',
  ref: 'F03',
  summary: 'A well-formed 429 with Retry-After, the connection kept: the client is to wait for `retryAfter`.',
  group: 'overload',
  params: z.strictObject({ retryAfter: durationSchema.prefault('7s') }),
  examples: ['too-many-requests', '{ fault: too-many-requests, retryAfter: 1m }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_limit_reached', bound: 'at-once', accepts: ['passed-on'] },
  effect: ({ retryAfter }) => {
    // RFC 9110 section 10.2.3: whole seconds.
    const headers = { 'Content-Type': 'text/plain', 'Retry-After': String(Math.ceil(retryAfter / 1000)) };
    const response = { status: 429, reason: 'Too Many Requests', headers, body: 'slow down\n' };
    const steps = [{ do: 'read', what: 'request' } as const, { do: 'respond', response } as const];
    return { place: 'script', script: { connections: [], rest: { steps, loop: true } } };
  },
  fired: endedIn('respond'),
});
