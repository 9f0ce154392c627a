import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { probeMet } from '../core/fired.ts';

/**
 * What is a SYN without an answer over TCP is an error at once on a Unix socket: a connect that does not wait fails with EAGAIN
 * (unix_stream_connect in net/unix/af_unix.c).
 */
export default defineFault({
  name: 'unix-accept-queue-full',
  ref: 'A06b',
  summary:
    "The accept queue of the upstream's Unix socket is full, and nothing is accepted: connect fails with EAGAIN.",
  group: 'overload',
  params: z.strictObject({}),
  examples: ['unix-accept-queue-full'],
  isolate: 'upstream',
  needs: ['processes', 'unix-sockets'],
  outcome: { error: 'connection_refused', bound: 'at-once', accepts: ['error'] },
  effect: () => ({ place: 'listener', state: 'full' }),
  fired: probeMet('EAGAIN'),
});
