import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

export default defineFault({
  name: 'close-after-accept',
  ref: 'A08',
  summary: 'FIN straight after the connection is accepted, before the request is read.',
  group: 'connection',
  params: z.strictObject({}),
  examples: ['close-after-accept'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_terminated', bound: 'at-once', accepts: ['error'] },
  effect: () => everyConnection({ do: 'close' }),
  fired: endedIn('close'),
});
