import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import { defineFault } from '../core/fault.ts';

export default defineFault({
  name: 'connection-limit',
  ref: 'A11',
  summary:
    'Of connections at once `limit` are served, within `service`; one more is `beyond`: reset when it asks, or waits.',
  group: 'overload',
  params: z.strictObject({
    limit: z.int().min(1).max(100).default(2),
    beyond: z.enum(['reset', 'wait']).default('reset'),
    service: durationSchema.prefault('400ms'),
  }),
  examples: ['connection-limit', '{ fault: connection-limit, limit: 1, beyond: wait, service: 5s }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_terminated', bound: 'at-once', accepts: ['error', 'passed-on'] },
  effect: ({ limit, beyond, service }) => ({
    place: 'script',
    script: {
      connections: [],
      rest: {
        steps: [
          { do: 'take-worker', ...(beyond === 'reset' ? { full: beyond } : {}) },
          { do: 'read', what: 'request' },
          { do: 'stall', ms: service },
          { do: 'answer' },
        ],
        loop: true,
      },
      workers: limit,
    },
  }),
  fired: ({ observations }) =>
    observations.some(
      (event) =>
        (event.kind === 'waiting' && event.what === 'worker') ||
        (event.kind === 'step' && event.step === 'take-worker' && event.note === 'refused'),
    )
      ? null
      : 'no connection came beyond the limit: it takes more at once than the limit is',
});
