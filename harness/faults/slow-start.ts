import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import { defineFault } from '../core/fault.ts';
import { choiceStruck } from '../core/fired.ts';
import { HEALTHY_REQUEST, REQUEST_BY_REQUEST, type UpstreamStep } from '../core/script.ts';

export default defineFault({
  name: 'slow-start',
  ref: 'F09',
  summary: 'The first `requests` are answered after `delay` only, as by an app with cold caches; later ones at once.',
  group: 'behaviour',
  params: z.strictObject({
    requests: z.int().min(1).max(1000).default(2),
    delay: durationSchema.prefault('400ms'),
  }),
  examples: ['slow-start', '{ fault: slow-start, requests: 1, delay: 5s }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_read_timeout', bound: 'read-timeout', accepts: ['passed-on', 'error'] },
  effect: ({ requests: first, delay }) => {
    const steps: readonly UpstreamStep[] = [{ do: 'read', what: 'body' }, { do: 'stall', ms: delay }, { do: 'answer' }];
    const requests = { list: [], rest: HEALTHY_REQUEST, choices: [{ when: { first }, script: { steps } }] };
    return { place: 'script', script: { connections: [], rest: REQUEST_BY_REQUEST, requests } };
  },
  fired: choiceStruck((choice, step) => choice === 0 && step === 'stall'),
});
