import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';

/** TCPMUX (RFC 1078), which nobody runs; a port below 1024 is given to no client either. */
const CLOSED = 1;

export default defineFault({
  name: 'proxied-refusal',
  ref: 'A27',
  summary: 'A TCP proxy accepts, is refused by the server behind it (`port`), and tells of it by a FIN.',
  group: 'connection',
  params: z.strictObject({ port: z.int().min(1).max(65_535).default(CLOSED) }),
  examples: ['proxied-refusal', '{ fault: proxied-refusal, port: 2 }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_terminated', bound: 'at-once', accepts: ['error'] },
  effect: ({ port }) => everyConnection({ do: 'splice', to: { host: '127.0.0.1', port }, unreachable: 'close' }),
  fired: ({ observations }) =>
    observations.some((event) => event.kind === 'step' && event.step === 'splice' && event.note === 'ECONNREFUSED')
      ? null
      : 'no connection of the proxy was refused',
});
