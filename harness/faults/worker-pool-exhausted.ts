import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import type { UpstreamStep } from '../core/script.ts';

const STEPS: readonly UpstreamStep[] = [{ do: 'read', what: 'request' }, { do: 'take-worker' }, { do: 'hold' }];

export default defineFault({
  name: 'worker-pool-exhausted',
  ref: 'I10',
  summary: 'A stuck job holds each of the `workers`; every later request is read and waits for one for ever.',
  group: 'overload',
  params: z.strictObject({ workers: z.number().int().min(1).max(100).prefault(2) }),
  examples: ['worker-pool-exhausted', '{ fault: worker-pool-exhausted, workers: 1 }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_read_timeout', bound: 'read-timeout', accepts: ['error'] },
  effect: ({ workers }) => ({ place: 'script', script: { connections: [], rest: { steps: STEPS }, workers } }),
  fired: ({ observations }) =>
    observations.some((event) => event.kind === 'waiting' && event.what === 'worker')
      ? null
      : 'no request had to wait for a worker: it takes more requests at once than there are workers',
});
