import { z } from 'zod';
import { everyHttp2Connection } from '../core/every-http2-connection.ts';
import { defineFault } from '../core/fault.ts';
import { sentOnStream } from '../core/fired.ts';
import type { Field } from '../core/http.ts';
import { FLAG, FRAME } from '../core/http2-frames.ts';
import type { UpstreamStep } from '../core/script.ts';

const common = {
  group: 'http/2',
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['error'] },
} as const;
const READ: UpstreamStep = { do: 'read', what: 'request' };

const HEADS: Readonly<Record<'status-missing' | 'upper-case', readonly Field[]>> = {
  'status-missing': [['content-type', 'text/plain']],
  'upper-case': [
    [':status', '200'],
    ['X-Report', 'ready'],
  ],
};

export default [
  defineFault({
    ...common,
    name: 'http2-head-hpack-corrupt',
    ref: 'G09',
    summary: 'HEADERS with a field section that no HPACK decoder can read: entry 0 of the tables.',
    params: z.strictObject({}),
    examples: ['http2-head-hpack-corrupt'],
    effect: () =>
      everyHttp2Connection({}, READ, {
        do: 'h2-frame',
        type: FRAME.headers,
        flags: FLAG.endHeaders | FLAG.endStream,
        on: 'stream',
        // RFC 7541 section 6.1: index 0 is not used, and a decoding error.
        payload: { hex: '80' },
      }),
    fired: sentOnStream('h2-frame'),
  }),
  defineFault({
    ...common,
    name: 'http2-head-malformed',
    ref: 'G12',
    summary: 'HEADERS without :status, or with `upper-case` a field name in capitals.',
    params: z.strictObject({ what: z.enum(['status-missing', 'upper-case']).default('status-missing') }),
    examples: ['http2-head-malformed', '{ fault: http2-head-malformed, what: upper-case }'],
    effect: ({ what }) => everyHttp2Connection({}, READ, { do: 'h2-head', fields: HEADS[what], end: true }),
    fired: sentOnStream('h2-head'),
  }),
];
