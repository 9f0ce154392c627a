import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { signalled } from '../core/fired.ts';

/** What a failed assertion does (abort(3)); a memory error is alike but for the signal's name. */
export default defineFault({
  name: 'process-aborted',
  ref: 'H07',
  summary: "The upstream's process ends itself by SIGABRT with the request read: its kernel sends a FIN.",
  group: 'process',
  params: z.strictObject({}),
  examples: ['process-aborted'],
  isolate: 'upstream',
  needs: ['processes'],
  outcome: { error: 'connection_terminated', bound: 'at-once', accepts: ['error'] },
  effect: () => ({
    place: 'process',
    signal: 'SIGABRT',
    when: 'on-request',
    script: {
      connections: [],
      rest: {
        steps: [
          { do: 'read', what: 'request' },
          { do: 'await-controller', signal: 'SIGABRT' },
        ],
      },
    },
  }),
  fired: signalled('SIGABRT', 'dead'),
});
