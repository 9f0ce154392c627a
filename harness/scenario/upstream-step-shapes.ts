import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import type { UpstreamStep } from '../core/script.ts';
import { sizeSchema } from '../core/size-schema.ts';
import { bytesFault, bytesSchema, bytesShape, toBytes } from './bytes-schema.ts';
import { DIALOGUE_STEPS } from './dialogue-steps.ts';
import { headersSchema } from './header-schema.ts';
import { http2Step } from './http2-step.ts';
import { SIGNAL_UPSTREAM_STEPS } from './signal-steps.ts';
import { alertStep, keyUpdateStep, TLS_WORD_STEPS } from './tls-step.ts';

/** The steps that are one word. */
export const WORD_STEPS = ['answer', 'close', 'half-close', 'reset', 'hold', ...TLS_WORD_STEPS] as const;

const respond = z.strictObject({
  status: z.int().min(100).max(999).optional(),
  reason: z.string().optional(),
  headers: headersSchema.optional(),
  body: z.string({ error: 'must be text; put quotes round it' }).optional(),
});
const drip = z
  .strictObject({ ...bytesShape, piece: sizeSchema, every: durationSchema })
  .superRefine((given, context) => {
    const message = bytesFault(given);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

/** The steps that are a map of one key: what the key's value must be, and the step that it makes. */
export const KEYED_STEPS = {
  read: z
    .union([z.enum(['request', 'head', 'body', 'preface', 'client-hello']), sizeSchema], {
      error: 'must be request, head, body, preface, client-hello or a size such as 512B',
    })
    .transform((what): UpstreamStep => ({ do: 'read', what })),
  respond: respond.transform((response): UpstreamStep => ({ do: 'respond', response })),
  interim: z
    .strictObject({ status: z.int().min(100).max(199), headers: headersSchema.optional() })
    .transform((response): UpstreamStep => ({ do: 'interim', ...response })),
  send: bytesSchema.transform((bytes): UpstreamStep => ({ do: 'send', bytes })),
  drip: drip.transform(
    ({ piece, every, ...bytes }): UpstreamStep => ({ do: 'drip', bytes: toBytes(bytes), piece, every }),
  ),
  stall: durationSchema.transform((ms): UpstreamStep => ({ do: 'stall', ms })),
  ...SIGNAL_UPSTREAM_STEPS,
  ...DIALOGUE_STEPS,
  'await-delivery': z
    .strictObject({ bytes: sizeSchema, within: durationSchema })
    .transform((wait): UpstreamStep => ({ do: 'await-delivery', ...wait })),
  h2: http2Step,
  alert: alertStep,
  'key-update': keyUpdateStep,
} as const;

/** What each step does, in one line. */
export const STEP_SUMMARIES: Readonly<Record<(typeof WORD_STEPS)[number] | keyof typeof KEYED_STEPS, string>> = {
  answer: 'Sends the healthy answer.',
  close: 'Sends a FIN after all that was sent, and reads on until the peer closes.',
  'half-close': 'Sends a FIN and goes on with the script.',
  reset: 'Sends an RST.',
  hold: 'Does nothing until the peer closes.',
  read: 'Waits for a request, its head, its body, the preface of HTTP/2, a ClientHello, or so many bytes since the connection began.',
  respond: 'Sends a well-formed response; Content-Length is computed.',
  interim: 'Sends a 1xx response.',
  send: 'Sends raw bytes; sends that follow one another go out in one write.',
  drip: 'Sends raw bytes in pieces, one each so often.',
  stall: 'Does nothing for so long.',
  'accept-websocket': 'Sends the 101 of a WebSocket server; what follows is the dialogue in the tunnel.',
  frame: 'Sends a WebSocket frame.',
  'read-until': 'Waits until these octets have come, whatever stands before them.',
  signal: 'Gives a named signal to whoever awaits it.',
  await: 'Waits for a named signal of a client or an upstream, at most for 5 s or for so long.',
  'await-delivery': 'Waits until the client has so many bytes of the body, at most for so long.',
  h2: 'Sends one frame of HTTP/2, or as many as it says.',
  alert: 'Sends a fatal alert of TLS, which ends the connection.',
  'key-update': 'Sends KeyUpdates of TLS 1.3.',
  'spoil-record': 'Makes the authentication tag of the next TLS record wrong by one bit.',
  'close-without-notify': 'Sends a FIN that no close_notify goes before.',
};
