import { z } from 'zod';
import { UNANSWERED } from '../core/arming.ts';
import { defineFault } from '../core/fault.ts';
import { probeMet } from '../core/fired.ts';

/** A parent that forked its workers keeps the listener that they accepted from: a zombie listener, for which TCP checks are green. */
export default defineFault({
  name: 'workers-dead',
  ref: 'H08',
  summary: 'The workers are dead, their parent holds the listener: old connections end, new ones are never accepted.',
  group: 'process',
  params: z.strictObject({}),
  examples: ['workers-dead'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_read_timeout', bound: 'read-timeout', accepts: ['error'] },
  effect: () => ({ place: 'listener', state: 'unaccepted', connections: 'ended' }),
  fired: probeMet(UNANSWERED),
});
