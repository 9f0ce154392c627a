import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { wasReset } from '../core/fired.ts';

export default defineFault({
  name: 'reset-before-answer',
  ref: 'D02',
  summary: 'The request is read, then RST without a byte of an answer.',
  group: 'answer',
  params: z.strictObject({}),
  examples: ['reset-before-answer'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_terminated', bound: 'at-once', accepts: ['error'] },
  effect: () => everyConnection({ do: 'read', what: 'request' }, { do: 'reset' }),
  fired: wasReset,
});
