import { z } from 'zod';
import type { Bytes } from '../core/script.ts';
import { toOctets } from '../core/to-octets.ts';
import { closePayload, type WebSocketFrame, websocketFrame } from '../core/websocket-frame.ts';
import { bytesSchema } from './bytes-schema.ts';

const payload = z
  .strictObject({
    text: z.string().describe('A text frame.').optional(),
    binary: bytesSchema.describe('A binary frame.').optional(),
    ping: z.string().describe('A ping.').optional(),
    pong: z.string().describe('A pong.').optional(),
    close: z.int().min(1000).max(4999).describe('A close frame with this status code.').optional(),
  })
  .superRefine((given, context) => {
    if (Object.values(given).filter((value) => value !== undefined).length === 1) return;
    context.addIssue({ code: 'custom', message: 'needs just one of text, binary, ping, pong and close' });
  });

/** A WebSocket frame as octets: a client's are masked (RFC 6455 section 5.3). */
export function frameSchema(masked: boolean) {
  return payload.transform((given): Bytes => {
    return { hex: websocketFrame(toFrame(given), masked).toString('hex') };
  });
}

function toFrame({ text, binary, ping, pong, close }: z.output<typeof payload>): WebSocketFrame {
  if (binary !== undefined) return { opcode: 'binary', payload: toOctets(binary) };
  if (ping !== undefined) return { opcode: 'ping', payload: Buffer.from(ping) };
  if (pong !== undefined) return { opcode: 'pong', payload: Buffer.from(pong) };
  if (close !== undefined) return { opcode: 'close', payload: closePayload(close) };
  return { opcode: 'text', payload: Buffer.from(text ?? '') };
}
