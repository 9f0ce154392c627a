import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';
import { HEALTHY_REQUEST, REQUEST_BY_REQUEST, type RequestScript } from '../core/script.ts';

const STUCK: RequestScript = { steps: [{ do: 'read', what: 'body' }, { do: 'hold' }], optional: true };

export default defineFault({
  name: 'deadlock',
  ref: 'H10',
  summary:
    'The `nth` request takes a lock that is never given back: it and every later one are read, none is answered.',
  group: 'process',
  params: z.strictObject({ nth: z.int().min(1).max(1000).default(1) }),
  examples: ['deadlock', '{ fault: deadlock, nth: 3 }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_read_timeout', bound: 'read-timeout', accepts: ['error', 'passed-on'] },
  effect: ({ nth }) => ({
    place: 'script',
    script: {
      connections: [],
      rest: REQUEST_BY_REQUEST,
      requests: { list: Array.from({ length: nth - 1 }, () => HEALTHY_REQUEST), rest: STUCK },
    },
  }),
  fired: endedIn('hold'),
});
