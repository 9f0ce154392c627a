import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import { defineFault } from '../core/fault.ts';
import { played } from '../core/fired.ts';
import { firstRequestBlocks } from '../core/first-request-blocks.ts';

/** One synchronous call in a single-threaded app stops them all: also who asks for something else waits behind it. */
export default defineFault({
  name: 'event-loop-blocked',
  ref: 'H09',
  summary:
    "The first request blocks the upstream's only thread for `time`: the kernel accepts, and nobody is read or answered.",
  group: 'process',
  params: z.strictObject({ time: durationSchema.prefault('2s') }),
  examples: ['event-loop-blocked', '{ fault: event-loop-blocked, time: 500ms }'],
  isolate: 'upstream',
  needs: ['processes'],
  outcome: { error: 'http_response_timeout', bound: 'read-timeout', accepts: ['error', 'passed-on'] },
  effect: ({ time }) => firstRequestBlocks(time, false),
  fired: played('block'),
});
