import { z } from 'zod';
import type { Field } from '../core/http.ts';
import { HTTP2_ERRORS } from '../core/http2-errors.ts';
import { FRAME, goaway } from '../core/http2-frames.ts';
import type { UpstreamStep } from '../core/script.ts';
import { bytesFault, bytesSchema, bytesShape, toBytes } from './bytes-schema.ts';

/** Streams are numbered with 31 bits (RFC 9113 section 5.1.1): no stream is above this one. */
const LAST_STREAM = 0x7fffffff;

/** The types of frames by their names in RFC 9113 section 6. */
const TYPES = {
  DATA: FRAME.data,
  HEADERS: FRAME.headers,
  PRIORITY: 0x2,
  RST_STREAM: FRAME.rstStream,
  SETTINGS: FRAME.settings,
  PUSH_PROMISE: FRAME.pushPromise,
  PING: FRAME.ping,
  GOAWAY: FRAME.goaway,
  WINDOW_UPDATE: FRAME.windowUpdate,
  CONTINUATION: FRAME.continuation,
} as const;

type TypeName = keyof typeof TYPES;
const TYPE_NAMES = Object.keys(TYPES) as [TypeName, ...TypeName[]];

const error = z
  .union([z.enum(HTTP2_ERRORS), z.int().min(0).max(0xffffffff)], {
    error: 'must be an error of HTTP/2 such as CANCEL or REFUSED_STREAM, or its number',
  })
  .describe('An error code of RFC 9113 section 7, by name or number.');
const octets = z.string().regex(/^[\0-\xff]*$/, { error: 'holds a character beyond U+00FF; fields are octets' });
const value = z.union([octets, z.number().transform(String)], { error: 'must be text or a number' });
const fields = z
  .record(octets, value, { error: 'must be a map of names and values' })
  .describe('Sent as they stand here: names of HTTP/2 are in lower case, and what is broken is sent broken.');
const end = z.boolean().describe('Sets END_STREAM.').optional();

const headers = z
  .strictObject({
    status: z.int().min(0).max(999).describe('Becomes `:status`.').optional(),
    fields: fields.optional(),
    end,
  })
  .transform(({ status, fields: given = {}, end }): UpstreamStep => {
    const pseudo: Field[] = status === undefined ? [] : [[':status', String(status)]];
    return { do: 'h2-head', fields: [...pseudo, ...Object.entries(given)], end };
  })
  .describe('HEADERS on the stream of the request that was read last, with the correlation id.');

const trailers = fields
  .transform((given): UpstreamStep => ({ do: 'h2-head', fields: Object.entries(given), trailers: true }))
  .describe('HEADERS behind the content, which end the stream.');

const resets = error
  .transform((given): UpstreamStep => ({ do: 'h2-reset', code: codeOf(given) }))
  .describe('RST_STREAM with this error.');

const leaves = z
  .strictObject({
    error: error.optional(),
    'last-stream': z
      .int()
      .min(0)
      .max(LAST_STREAM)
      .describe('Streams above it were not processed; all were, without.')
      .optional(),
  })
  .transform(
    ({ error: given = 'NO_ERROR', 'last-stream': last = LAST_STREAM }): UpstreamStep => goaway(last, codeOf(given)),
  )
  .describe('GOAWAY.');

const frame = z
  .strictObject({
    type: z
      .union([z.enum(TYPE_NAMES), z.int().min(0).max(255)], {
        error: 'must be a type such as PING, or a number up to 255',
      })
      .describe('The type of the frame, by its name in RFC 9113 section 6 or by its number.'),
    flags: z.int().min(0).max(255).describe('An octet; END_STREAM and ACK are 1, END_HEADERS is 4.').optional(),
    on: z
      .enum(['stream', 'connection'])
      .describe('The stream of the request that was read last, or stream 0; the connection by default.')
      .optional(),
    payload: bytesSchema.describe('None by default.').optional(),
    times: z.int().min(1).max(100_000).describe('How many of it; one by default.').optional(),
  })
  .transform(({ type, on = 'connection', payload = { text: '' }, ...more }): UpstreamStep => {
    const number = typeof type === 'number' ? type : TYPES[type];
    return { do: 'h2-frame', type: number, on, payload, ...more };
  })
  .describe('Any frame at all, with its header as it should be.');

const data = z
  .union([
    bytesSchema.transform((bytes): UpstreamStep => ({ do: 'h2-data', bytes })),
    z
      .strictObject({ ...bytesShape, end })
      .superRefine((given, context) => {
        const message = bytesFault(given);
        if (message !== undefined) context.addIssue({ code: 'custom', message });
      })
      .transform(({ end: ends, ...bytes }): UpstreamStep => ({ do: 'h2-data', bytes: toBytes(bytes), end: ends })),
  ])
  .describe('DATA, as the windows of the peer allow.');

const KINDS = { headers, data, trailers, 'rst-stream': resets, goaway: leaves, frame } as const;
const KIND_NAMES = Object.keys(KINDS);

/** One frame of HTTP/2: a map of one key that names it. */
export const http2Step = z
  .strictObject({
    headers: KINDS.headers.optional(),
    data: KINDS.data.optional(),
    trailers: KINDS.trailers.optional(),
    'rst-stream': KINDS['rst-stream'].optional(),
    goaway: KINDS.goaway.optional(),
    frame: KINDS.frame.optional(),
  })
  .transform((given, context): UpstreamStep => {
    const [step, second] = Object.values(given).filter((one) => one !== undefined);
    if (step && !second) return step;
    const message = `needs just one of ${KIND_NAMES.join(', ')}`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

function codeOf(given: z.output<typeof error>): number {
  return typeof given === 'number' ? given : HTTP2_ERRORS.indexOf(given);
}
