import { z } from 'zod';
import type { Abort } from '../core/scenario.ts';
import { sizeSchema } from '../core/size-schema.ts';

const size = z.union([sizeSchema, z.literal(0)], { error: 'must be a size such as 1KiB, or 0' });

/** When and how a client gives up: `{ after: 1KiB, how: rst }`, or `{ sent: 1KiB, how: fin }`. */
export const abortSchema = z
  .strictObject({
    after: size
      .describe('Once so much of the response body has come; 0 is right behind the request, sent whole.')
      .optional(),
    sent: size.describe('Once so much of the request body was sent; 0 is right behind the head.').optional(),
    how: z.enum(['rst', 'fin']).describe('By an RST or by a FIN.'),
  })
  .superRefine(({ after, sent }, context) => {
    const given = [after, sent].filter((point) => point !== undefined).length;
    if (given !== 1) context.addIssue({ code: 'custom', message: 'needs just one of after and sent' });
  })
  .transform(
    ({ after, sent, how }): Abort => ({ how, after: sent === undefined ? { received: after ?? 0 } : { sent } }),
  );
