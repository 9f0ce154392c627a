import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { signalled } from '../core/fired.ts';
import type { UpstreamStep } from '../core/script.ts';

const UNTIL_THE_SIGNAL: readonly UpstreamStep[] = [
  { do: 'read', what: 'request' },
  { do: 'await-controller', signal: 'SIGTERM' },
];
/** What is left to do when the signal comes, in milliseconds. */
const WORK = 200;

/** How deployments end a process: those that drain finish what they have begun and refuse what is new. */
export default defineFault({
  name: 'process-terminated',
  ref: 'H02',
  summary:
    'SIGTERM with a request read: the process exits at once (FIN), or, with `drain`, answers it and refuses more.',
  group: 'process',
  params: z.strictObject({ drain: z.boolean().default(false) }),
  examples: ['process-terminated', '{ fault: process-terminated, drain: true }'],
  isolate: 'upstream',
  needs: ['processes'],
  outcome: { error: 'connection_terminated', bound: 'at-once', accepts: ['error', 'passed-on'] },
  effect: ({ drain }) => ({
    place: 'process',
    signal: 'SIGTERM',
    when: 'on-request',
    script: drain
      ? {
          connections: [],
          rest: { steps: [...UNTIL_THE_SIGNAL, { do: 'stall', ms: WORK }, { do: 'answer' }, { do: 'close' }] },
          drain: true,
        }
      : { connections: [], rest: { steps: UNTIL_THE_SIGNAL } },
  }),
  fired: signalled('SIGTERM', 'dead'),
});
