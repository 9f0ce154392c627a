import { z } from 'zod';
import { cutBody } from '../core/cut-body.ts';
import { everyConnection } from '../core/every-connection.ts';
import type { FaultEvidence } from '../core/fault.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn, wasReset } from '../core/fired.ts';
import type { UpstreamStep } from '../core/script.ts';
import { sizeSchema } from '../core/size-schema.ts';

/** How long the head may take to the client, in milliseconds: an RST right behind it would destroy it on the way. */
const HEAD_ARRIVES = 100;

/** The status went out, and then the app died. That it hangs instead is `{ fault: body-stalls, after: 0B }`. */
export default defineFault({
  name: 'body-missing',
  ref: 'E12',
  summary: 'A head that promises `length`, and not one octet of body: FIN, or RST.',
  group: 'body',
  params: z.strictObject({
    length: sizeSchema.prefault('4KiB').refine((bytes) => bytes > 0, 'must be more than 0B'),
    ending: z.enum(['fin', 'rst']).prefault('fin'),
  }),
  examples: ['body-missing', '{ fault: body-missing, ending: rst }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_response_incomplete', bound: 'at-once', accepts: ['truncated', 'error'] },
  effect: ({ length, ending }) => everyConnection(...headOf(length), ...ENDINGS[ending]),
  fired: (evidence: FaultEvidence) => (endedIn('close')(evidence) === null ? null : wasReset(evidence)),
});

const ENDINGS: Readonly<Record<'fin' | 'rst', readonly UpstreamStep[]>> = {
  fin: [{ do: 'close' }],
  rst: [{ do: 'stall', ms: HEAD_ARRIVES }, { do: 'reset' }],
};

function headOf(length: number): readonly UpstreamStep[] {
  return cutBody({ after: 0, length }).slice(0, -1);
}
