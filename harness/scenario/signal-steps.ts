import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import type { StepAction } from '../core/scenario.ts';
import type { UpstreamStep } from '../core/script.ts';
import { SIGNAL_WITHIN, signalNameSchema } from '../core/signal-name.ts';
import type { Path } from './path.ts';
import type { Report } from './report.ts';

const log = z.strictObject({
  log: z.string({ error: 'must be text; put quotes round it' }).min(1).describe('Text within a line of the log.'),
});
const named = z.strictObject({ signal: signalNameSchema, within: durationSchema });

/** The steps of a client that have to do with signals. */
export const SIGNAL_SHAPES = {
  signal: z.strictObject({ signal: signalNameSchema.describe('Gives this signal to whoever awaits it.') }),
  await: z.strictObject({
    await: z
      .union([signalNameSchema, log], { error: 'must be the name of a signal, or { log: a text }' })
      .describe('A signal of an upstream or of another client, or a line in the log of the gateway.'),
    within: durationSchema
      .describe('How long at most (default: five times the longest timeout of the gateway).')
      .optional(),
  }),
} as const;

/** The steps of an upstream's script. */
export const SIGNAL_UPSTREAM_STEPS = {
  signal: signalNameSchema.transform((signal): UpstreamStep => ({ do: 'signal', signal })),
  await: z
    .union([signalNameSchema, named], { error: 'must be the name of a signal, or { signal: NAME, within: 2s }' })
    .transform((given): UpstreamStep => {
      return typeof given === 'string'
        ? { do: 'await', signal: given, within: SIGNAL_WITHIN }
        : { do: 'await', ...given };
    }),
} as const;

interface Context {
  readonly report: Report;
}

/** What is made of the checked steps. */
export const SIGNAL_BUILDERS = {
  signal(value: unknown, path: Path, { report }: Context): StepAction | undefined {
    const step = report.check(SIGNAL_SHAPES.signal, value, path);
    return step && { kind: 'signal', signal: step.signal };
  },
  await(value: unknown, path: Path, { report }: Context): StepAction | undefined {
    const step = report.check(SIGNAL_SHAPES.await, value, path);
    if (!step) return undefined;
    const what = typeof step.await === 'string' ? { signal: step.await } : step.await;
    return { kind: 'await', what, within: step.within ?? null };
  },
} as const;
