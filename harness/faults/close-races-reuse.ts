import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

/**
 * The race, as its loser sees it: the request is on its way when the FIN of an idle timeout comes the other way, and what
 * arrives at a closed socket is answered with an RST (RFC 9293 section 3.10.7.1).
 */
export default defineFault({
  name: 'close-races-reuse',
  ref: 'A15',
  summary:
    'An idle connection is closed as the next request comes: FIN, no byte of an answer, and RST for the request.',
  group: 'connection',
  params: z.strictObject({}),
  examples: ['close-races-reuse'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_terminated', bound: 'at-once', accepts: ['passed-on', 'error'] },
  effect: () =>
    everyConnection(
      { do: 'read', what: 'request' },
      { do: 'answer' },
      { do: 'read', what: 'head' },
      { do: 'half-close' },
      { do: 'reset' },
    ),
  fired: endedIn('reset'),
});
