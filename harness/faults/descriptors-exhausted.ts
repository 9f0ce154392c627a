import { z } from 'zod';
import { UNANSWERED } from '../core/arming.ts';
import { defineFault } from '../core/fault.ts';
import { probeMet } from '../core/fired.ts';

/** What accept(2) failing with EMFILE is on the wire: the kernel goes on making connections, and the process gets none. */
export default defineFault({
  name: 'descriptors-exhausted',
  ref: 'I07',
  summary: 'As without a free file descriptor (EMFILE): old connections are served, new ones are never accepted.',
  group: 'resources',
  params: z.strictObject({}),
  examples: ['descriptors-exhausted'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_read_timeout', bound: 'read-timeout', accepts: ['error', 'passed-on'] },
  effect: () => ({ place: 'listener', state: 'unaccepted', connections: 'kept' }),
  fired: probeMet(UNANSWERED),
});
