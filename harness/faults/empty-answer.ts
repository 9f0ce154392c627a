import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

export default defineFault({
  name: 'empty-answer',
  ref: 'D01',
  summary: 'The request is read, then FIN without a byte of an answer.',
  group: 'answer',
  params: z.strictObject({}),
  examples: ['empty-answer'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_terminated', bound: 'at-once', accepts: ['error'] },
  effect: () => everyConnection({ do: 'read', what: 'request' }, { do: 'close' }),
  fired: endedIn('close'),
});
