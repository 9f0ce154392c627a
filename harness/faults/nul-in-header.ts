import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

/** RFC 9110 section 5.5: a recipient rejects the message, or replaces the NUL with a space before it forwards it. */
export default defineFault({
  name: 'nul-in-header',
  ref: 'D26',
  summary: 'A complete 200 with a NUL in a field value.',
  group: 'head',
  params: z.strictObject({}),
  examples: ['nul-in-header'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['error', 'repaired'] },
  effect: () =>
    everyConnection(
      { do: 'read', what: 'request' },
      { do: 'respond', response: { headers: { 'X-Note': 'be\0fore' }, body: 'hello\n' } },
      { do: 'close' },
    ),
  fired: endedIn('close'),
});
