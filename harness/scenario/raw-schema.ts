import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import type { RawStep } from '../core/pace.ts';
import { sizeSchema } from '../core/size-schema.ts';
import { bytesFault, bytesSchema, bytesShape, toBytes } from './bytes-schema.ts';

const send = z
  .strictObject({ send: bytesSchema.describe('Sends raw bytes; {{id}} is the correlation id, {{host}} the gateway.') })
  .transform(({ send }): RawStep => ({ do: 'send', bytes: send }));
const drip = z
  .strictObject({
    drip: z.strictObject({ ...bytesShape, piece: sizeSchema, every: durationSchema }).superRefine((given, context) => {
      const message = bytesFault(given);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    }),
  })
  .transform(({ drip: { piece, every, ...bytes } }): RawStep => {
    return { do: 'drip', bytes: toBytes(bytes), piece, every };
  });
const stall = z
  .strictObject({ stall: durationSchema.describe('Sends nothing for so long.') })
  .transform(({ stall }): RawStep => ({ do: 'stall', ms: stall }));
const halfClose = z
  .literal('half-close', { error: 'must be a step: send, drip, stall or half-close' })
  .describe('Sends a FIN, and reads on.')
  .transform((): RawStep => ({ do: 'half-close' }));

/** The octets of a request as its author writes them: a text, or a list of `send`, `drip`, `stall` and `half-close`. */
export const rawSchema: z.ZodType<readonly RawStep[]> = z.union([
  bytesSchema.transform((bytes): RawStep[] => [{ do: 'send', bytes }]),
  z.array(z.union([send, drip, stall, halfClose])).min(1, 'needs a step'),
]);
