import { z } from 'zod';
import type { Bytes } from '../core/script.ts';
import { bytesMapSchema } from './bytes-schema.ts';
import { isMap } from './is-map.ts';

/** The content of a request: a text, sent as UTF-8, or a map of raw bytes as `send` has it. */
export const requestBodySchema: z.ZodType<string | Bytes> = z.union([z.string(), bytesMapSchema], {
  error: ({ input }) =>
    isMap(input) ? undefined : 'must be text (put quotes round it) or a map such as { repeat: x, times: 8MiB }',
});
