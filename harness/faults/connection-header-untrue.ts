import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault, type FaultEvidence } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

const TEXT = { 'Content-Type': 'text/plain' };

/**
 * RFC 9112 section 9.6: behind `close` no further request goes out on the connection, whoever closes it. `keep-alive` is no
 * promise; a gateway that had the bad luck to reuse the connection as it closed tries again, or says that it failed.
 */
export default defineFault({
  name: 'connection-header-untrue',
  ref: 'E40',
  summary: 'A complete 200 that says `Connection: close` and stays open, or says keep-alive and closes.',
  group: 'connection',
  params: z.strictObject({ says: z.enum(['close', 'keep-alive']).prefault('close') }),
  examples: ['connection-header-untrue', '{ fault: connection-header-untrue, says: keep-alive }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_terminated', bound: 'at-once', accepts: ['passed-on', 'error'] },
  effect: ({ says }) =>
    everyConnection(
      { do: 'read', what: 'request' },
      // The step before the last, so that it does not close where the request asks for it.
      { do: 'respond', response: { headers: { ...TEXT, Connection: says }, body: 'hello\n' } },
      { do: says === 'close' ? 'hold' : 'close' },
    ),
  fired: (evidence: FaultEvidence) => (endedIn('hold')(evidence) === null ? null : endedIn('close')(evidence)),
});
