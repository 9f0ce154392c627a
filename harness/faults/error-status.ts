import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

const STATUSES = [500, 502, 503, 504] as const;

export default defineFault({
  name: 'error-status',
  ref: 'F01',
  summary: 'A well-formed error of the upstream itself (`status`: 500, 502, 503 or 504), the connection kept.',
  group: 'behaviour',
  params: z.strictObject({ status: z.literal(STATUSES).default(500) }),
  examples: ['error-status', '{ fault: error-status, status: 504 }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['passed-on'] },
  effect: ({ status }) => {
    const response = { status, headers: { 'Content-Type': 'text/plain' }, body: `the app says ${status}\n` };
    const steps = [{ do: 'read', what: 'request' } as const, { do: 'respond', response } as const];
    return { place: 'script', script: { connections: [], rest: { steps, loop: true } } };
  },
  fired: endedIn('respond'),
});
