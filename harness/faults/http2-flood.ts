import { z } from 'zod';
import { everyHttp2Connection } from '../core/every-http2-connection.ts';
import { defineFault } from '../core/fault.ts';
import { sentOnStream } from '../core/fired.ts';
import { hpackField } from '../core/hpack-field.ts';
import { FRAME } from '../core/http2-frames.ts';
import type { UpstreamStep } from '../core/script.ts';

const common = { group: 'http/2', isolate: 'none', needs: [] } as const;
const READ: UpstreamStep = { do: 'read', what: 'request' };
/** More than any head of good faith: 8 MiB by default. */
const FIELD = hpackField('x-flood', 'y'.repeat(4000));

const times = z.int().min(1).max(100_000);

export default [
  defineFault({
    ...common,
    name: 'http2-flood-ping',
    ref: 'G10',
    summary: 'So many PING frames before each answer, and none of those of the client acknowledged.',
    params: z.strictObject({ times: times.default(10_000) }),
    examples: ['http2-flood-ping', '{ fault: http2-flood-ping, times: 1000 }'],
    outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['passed-on', 'error'] },
    effect: (params) =>
      everyHttp2Connection(
        { leavesOut: ['ping-ack'] },
        READ,
        { do: 'h2-frame', type: FRAME.ping, on: 'connection', payload: { repeat: 'p', times: 8 }, ...params },
        { do: 'answer' },
      ),
    fired: sentOnStream('h2-frame'),
  }),
  defineFault({
    ...common,
    name: 'http2-flood-continuation',
    ref: 'G14',
    summary: 'HEADERS and so many CONTINUATION frames of 4 KiB, of which none ends the field section.',
    params: z.strictObject({ times: times.default(2000) }),
    examples: ['http2-flood-continuation', '{ fault: http2-flood-continuation, times: 100 }'],
    outcome: { error: 'http_response_header_section_size', bound: 'at-once', accepts: ['error'] },
    effect: (params) =>
      everyHttp2Connection(
        {},
        READ,
        { do: 'h2-frame', type: FRAME.headers, on: 'stream', payload: { hex: hpackField(':status', '200') } },
        { do: 'h2-frame', type: FRAME.continuation, on: 'stream', payload: { hex: FIELD }, ...params },
      ),
    fired: sentOnStream('h2-frame'),
  }),
];
