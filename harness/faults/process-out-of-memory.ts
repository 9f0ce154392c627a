import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { signalled } from '../core/fired.ts';

export default defineFault({
  name: 'process-out-of-memory',
  ref: 'H06',
  summary: "The upstream reads the request, takes more memory than it may have, and the kernel's OOM killer ends it.",
  group: 'process',
  params: z.strictObject({}),
  examples: ['process-out-of-memory'],
  isolate: 'upstream',
  needs: ['memory'],
  outcome: { error: 'connection_terminated', bound: 'at-once', accepts: ['error'] },
  effect: () => ({
    place: 'process',
    signal: 'out-of-memory',
    when: 'on-request',
    script: {
      connections: [],
      rest: {
        steps: [
          { do: 'read', what: 'request' },
          { do: 'await-controller', signal: 'out-of-memory' },
        ],
      },
    },
  }),
  fired: signalled('out-of-memory', 'dead'),
});
