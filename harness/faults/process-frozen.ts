import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { signalled } from '../core/fired.ts';

export default defineFault({
  name: 'process-frozen',
  ref: 'H03',
  summary: "The upstream's process is stopped (SIGSTOP): the kernel accepts connections, and nobody answers.",
  group: 'process',
  params: z.strictObject({}),
  examples: ['process-frozen'],
  isolate: 'upstream',
  needs: ['processes'],
  outcome: { error: 'connection_read_timeout', bound: 'read-timeout', accepts: ['error'] },
  effect: () => ({ place: 'process', signal: 'SIGSTOP', when: 'at-once' }),
  fired: signalled('SIGSTOP', 'stopped'),
});
