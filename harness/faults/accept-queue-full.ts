import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { probeMet } from '../core/fired.ts';

export default defineFault({
  name: 'accept-queue-full',
  ref: 'A06',
  summary: 'The listener lives and accepts nothing: its accept queue is full, so the kernel drops each SYN.',
  group: 'overload',
  params: z.strictObject({}),
  examples: ['accept-queue-full'],
  isolate: 'upstream',
  needs: ['processes'],
  outcome: { error: 'connection_timeout', bound: 'connect-timeout', accepts: ['error'] },
  effect: () => ({ place: 'listener', state: 'full' }),
  fired: probeMet('no answer'),
});
