import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import { defineFault } from '../core/fault.ts';
import { signalled } from '../core/fired.ts';

export default defineFault({
  name: 'crash-loop',
  ref: 'H04',
  summary: 'Every request kills the process (FIN); it is started `back` later, and refuses connections till then.',
  group: 'process',
  params: z.strictObject({ back: durationSchema.prefault('300ms') }),
  examples: ['crash-loop', '{ fault: crash-loop, back: 2s }'],
  isolate: 'upstream',
  needs: ['processes'],
  outcome: { error: 'connection_terminated', bound: 'at-once', accepts: ['error'] },
  effect: ({ back }) => ({
    place: 'process',
    signal: 'SIGKILL',
    when: 'on-request',
    script: {
      connections: [],
      rest: {
        steps: [
          { do: 'read', what: 'request' },
          { do: 'await-controller', signal: 'SIGKILL' },
        ],
      },
    },
    restartAfter: back,
  }),
  fired: signalled('SIGKILL', 'dead'),
});
