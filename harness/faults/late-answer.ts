import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import { everyConnection } from '../core/every-connection.ts';
import type { FaultEvidence } from '../core/fault.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

/** A gateway whose read timeout is longer passes the answer on; another one must not take it for that of its next request. */
export default defineFault({
  name: 'late-answer',
  ref: 'D04',
  summary: 'The request is answered `after` a while, later than the read timeout; then FIN.',
  group: 'answer',
  params: z.strictObject({ after: durationSchema.prefault('1500ms') }),
  examples: ['late-answer', '{ fault: late-answer, after: 3s }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_read_timeout', bound: 'read-timeout', accepts: ['error', 'passed-on'] },
  effect: ({ after }) =>
    everyConnection(
      { do: 'read', what: 'request' },
      { do: 'stall', ms: after },
      { do: 'respond', response: { body: 'late\n' } },
      { do: 'close' },
    ),
  fired: (evidence) => (leftUnanswered(evidence) ? null : endedIn('close')(evidence)),
});

/** A gateway that gave up ends the connection before an octet of the answer was sent. */
function leftUnanswered({ observations }: FaultEvidence): boolean {
  return observations.some(
    (end) =>
      end.kind === 'closed' &&
      end.by.startsWith('peer-') &&
      end.sent === 0 &&
      observations.some((event) => event.kind === 'request-end' && event.connection === end.connection),
  );
}
