import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

/**
 * RFC 9293 section 3.8.6.1: the sender probes the closed window for as long as it is answered, so that only a timeout of the
 * gateway's own ends it.
 */
export default defineFault({
  name: 'zero-window',
  ref: 'B16',
  summary: 'The head is read and no octet of the content: the receive window closes, and the upload stands still.',
  group: 'network',
  params: z.strictObject({}),
  examples: ['zero-window'],
  isolate: 'none',
  needs: ['processes'],
  outcome: { error: 'connection_write_timeout', bound: 'read-timeout', accepts: ['error'] },
  effect: () => everyConnection({ do: 'read', what: 'head' }, { do: 'arrive-unread' }, { do: 'hold' }),
  fired: endedIn('hold'),
});
