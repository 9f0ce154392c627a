import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { wasReset } from '../core/fired.ts';

export default defineFault({
  name: 'reset-after-accept',
  ref: 'A07',
  summary: 'The connection is accepted, and reset when the request comes, before any of it is read.',
  group: 'connection',
  params: z.strictObject({}),
  examples: ['reset-after-accept'],
  isolate: 'none',
  needs: ['processes'],
  outcome: { error: 'connection_terminated', bound: 'at-once', accepts: ['error'] },
  // An RST sent at the accept itself can overtake the news of the connection in the gateway, which then sees a refused one
  // (HAProxy answered 503 or closed without an answer, by chance). The request's arrival shows that it knows.
  effect: () => everyConnection({ do: 'arrive-unread' }, { do: 'reset' }),
  fired: wasReset,
});
