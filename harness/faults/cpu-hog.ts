import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import { defineFault } from '../core/fault.ts';
import { played } from '../core/fired.ts';
import { firstRequestBlocks } from '../core/first-request-blocks.ts';

/** A regular expression that backtracks, a hash of many rounds: the processor is busy, and no request is taken up meanwhile. */
export default defineFault({
  name: 'cpu-hog',
  ref: 'I01',
  summary: "The first request computes for `time` on the upstream's only thread: a processor is busy, all else waits.",
  group: 'resources',
  params: z.strictObject({ time: durationSchema.prefault('2s') }),
  examples: ['cpu-hog', '{ fault: cpu-hog, time: 500ms }'],
  isolate: 'upstream',
  needs: ['processes'],
  outcome: { error: 'http_response_timeout', bound: 'read-timeout', accepts: ['error', 'passed-on'] },
  effect: ({ time }) => firstRequestBlocks(time, true),
  fired: played('block'),
});
