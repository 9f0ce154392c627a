import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';
import type { UpstreamStep } from '../core/script.ts';

const STEPS: readonly UpstreamStep[] = [
  { do: 'read', what: 'request' },
  {
    do: 'respond',
    response: {
      status: 503,
      headers: { 'Content-Type': 'text/plain', 'Retry-After': '7' },
      body: 'down for maintenance\n',
    },
  },
];

export default defineFault({
  name: 'unavailable-retry-after',
  ref: 'F02',
  summary: 'A well-formed 503 with Retry-After: 7, the connection kept.',
  group: 'overload',
  params: z.strictObject({}),
  examples: ['unavailable-retry-after'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_limit_reached', bound: 'at-once', accepts: ['passed-on'] },
  effect: () => ({ place: 'script', script: { connections: [], rest: { steps: STEPS, loop: true } } }),
  fired: endedIn('respond'),
});
