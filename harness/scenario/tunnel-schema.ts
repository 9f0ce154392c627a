import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import type { TunnelStep } from '../core/tunnel.ts';
import { bytesSchema } from './bytes-schema.ts';
import { frameSchema } from './frame-schema.ts';

const within = durationSchema.describe('How long at most.').optional();
const send = z
  .strictObject({ send: bytesSchema.describe('Sends raw bytes.') })
  .transform(({ send }): TunnelStep => ({ do: 'send', bytes: send }));
const frame = z
  .strictObject({ frame: frameSchema(true).describe('Sends a WebSocket frame.') })
  .transform(({ frame }): TunnelStep => ({ do: 'send', bytes: frame }));
const expected = z
  .strictObject({ expect: z.string().min(1).describe('Waits until this text has come through the tunnel.'), within })
  .transform(({ expect, within = null }): TunnelStep => ({ do: 'expect', text: expect, within }));
const stall = z
  .strictObject({ stall: durationSchema.describe('Does nothing for so long.') })
  .transform(({ stall }): TunnelStep => ({ do: 'stall', ms: stall }));
const end = z
  .strictObject({ end: durationSchema.describe('Waits until the gateway ends the tunnel, at most for so long.') })
  .transform(({ end }): TunnelStep => ({ do: 'end', within: end }));
const word = z
  .enum(['close', 'reset', 'end'], {
    error: 'must be a step: send, frame, expect, stall, end, close or reset',
  })
  .describe('Ends the tunnel by a FIN or an RST, or waits until the gateway does.')
  .transform((given): TunnelStep => (given === 'end' ? { do: 'end', within: null } : { do: given }));

/** What a client does in the tunnel that it asked for by Upgrade. */
export const tunnelSchema: z.ZodType<readonly TunnelStep[]> = z
  .array(z.union([send, frame, expected, stall, end, word]))
  .min(1, 'needs a step');
