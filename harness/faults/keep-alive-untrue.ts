import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

/** The hint of RFC 2068 section 19.7.1.1, which servers still send: a timeout in seconds. It is a hint, and no promise. */
export default defineFault({
  name: 'keep-alive-untrue',
  ref: 'E41',
  summary: 'A complete 200 with `Keep-Alive: timeout=60`, and a FIN once the connection was idle for `idle`.',
  group: 'connection',
  params: z.strictObject({ idle: durationSchema.prefault('50ms') }),
  examples: ['keep-alive-untrue', '{ fault: keep-alive-untrue, idle: 1s }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_terminated', bound: 'at-once', accepts: ['passed-on', 'error'] },
  effect: ({ idle }) =>
    everyConnection(
      { do: 'read', what: 'request' },
      {
        do: 'respond',
        response: { headers: { Connection: 'keep-alive', 'Keep-Alive': 'timeout=60' }, body: 'hello\n' },
      },
      { do: 'stall', ms: idle },
      { do: 'close' },
    ),
  fired: endedIn('close'),
});
