import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { wasReset } from '../core/fired.ts';

export default defineFault({
  name: 'reset-after-accept',
  ref: 'A07',
  summary: 'RST straight after the connection is accepted, before the request is read.',
  group: 'connection',
  params: z.strictObject({}),
  examples: ['reset-after-accept'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_terminated', bound: 'at-once', accepts: ['error'] },
  effect: () => everyConnection({ do: 'reset' }),
  fired: wasReset,
});
