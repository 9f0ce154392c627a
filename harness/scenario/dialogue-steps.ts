import { z } from 'zod';
import type { UpstreamStep } from '../core/script.ts';
import { frameSchema } from './frame-schema.ts';

/** Steps of a dialogue that is not HTTP: in a tunnel, or on a plain TCP connection. */
export const DIALOGUE_STEPS = {
  'accept-websocket': z
    .literal(true, { error: 'must be true' })
    .transform((): UpstreamStep => ({ do: 'accept-websocket' })),
  frame: frameSchema(false).transform((bytes): UpstreamStep => ({ do: 'send', bytes })),
  'read-until': z
    .string({ error: 'must be text; put quotes round it' })
    .min(1)
    .regex(/^[\0-\xff]*$/, { error: 'holds a character beyond U+00FF' })
    .transform((text): UpstreamStep => ({ do: 'read-until', text })),
} as const;
