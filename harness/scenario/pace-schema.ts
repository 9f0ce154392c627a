import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import type { ReadPace, UploadPace } from '../core/pace.ts';
import { rateSchema } from '../core/rate-schema.ts';
import { sizeSchema } from '../core/size-schema.ts';

const size = z.union([sizeSchema, z.literal(0)], { error: 'must be a size such as 1KiB, or 0' });

/** How slowly a client reads: `{ after: 1KiB, pause: 2s }`, or `{ rate: 64KiB/s, for: 2s }`. */
export const readPaceSchema = z
  .strictObject({
    after: size
      .describe('Once so much of the response body has come; 0 (default) is before anything was read.')
      .optional(),
    pause: durationSchema.describe('Reads nothing for so long; then as fast as it can.').optional(),
    rate: rateSchema.describe('Reads so much a second, `for` so long; then as fast as it can.').optional(),
    for: durationSchema.describe('How long it reads at the rate.').optional(),
  })
  .superRefine(({ pause, rate, for: lasts }, context) => {
    if ((pause === undefined) === (rate === undefined))
      context.addIssue({ code: 'custom', message: 'needs just one of pause and rate' });
    else if ((rate === undefined) !== (lasts === undefined))
      context.addIssue({ code: 'custom', message: 'rate and for go together' });
  })
  .transform(({ after = 0, pause, rate = 0, for: lasts }): ReadPace => ({ after, rate, for: pause ?? lasts ?? 0 }));

/** How slowly a client sends: `{ after: 1KiB, pause: 2s }`, or `{ piece: 64B, every: 100ms, part: body }`. */
export const uploadPaceSchema = z
  .strictObject({
    after: size.describe('Once so much of the request body was sent; 0 (default) is right behind the head.').optional(),
    pause: durationSchema.describe('Sends nothing for so long; then as fast as it can.').optional(),
    piece: sizeSchema.describe('Sends in pieces of so many bytes.').optional(),
    every: durationSchema.describe('How long from one piece to the next.').optional(),
    part: z
      .enum(['request', 'body'])
      .describe('What goes in pieces: the body (default), or the whole request with its head.')
      .optional(),
  })
  .superRefine(({ after, pause, piece, every, part }, context) => {
    const complain = (message: string): void => context.addIssue({ code: 'custom', message });
    if ((pause === undefined) === (piece === undefined)) complain('needs just one of pause and piece');
    else if ((piece === undefined) !== (every === undefined)) complain('piece and every go together');
    else if (piece !== undefined && after !== undefined) complain('after goes with pause');
    else if (pause !== undefined && part !== undefined) complain('part goes with piece');
  })
  .transform(({ after = 0, pause, piece, every = 0, part = 'body' }): UploadPace => {
    return piece === undefined ? { after, pause: pause ?? 0 } : { part, piece, every };
  });
