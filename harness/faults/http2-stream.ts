import { z } from 'zod';
import { everyHttp2Connection } from '../core/every-http2-connection.ts';
import { defineFault } from '../core/fault.ts';
import { sentOnStream } from '../core/fired.ts';
import type { Field } from '../core/http.ts';
import { H2_ERROR } from '../core/http2-frames.ts';
import type { UpstreamStep } from '../core/script.ts';
import { sizeSchema } from '../core/size-schema.ts';

const common = { group: 'http/2', isolate: 'none', needs: [] } as const;
const READ: UpstreamStep = { do: 'read', what: 'request' };
const HEAD: readonly Field[] = [
  [':status', '200'],
  ['content-type', 'text/plain'],
];

export default [
  defineFault({
    ...common,
    name: 'http2-stream-refused',
    ref: 'G03',
    summary: 'RST_STREAM with REFUSED_STREAM for every request: it was not processed.',
    params: z.strictObject({}),
    examples: ['http2-stream-refused'],
    outcome: { error: 'connection_terminated', bound: 'at-once', accepts: ['error'] },
    effect: () => everyHttp2Connection({}, READ, { do: 'h2-reset', code: H2_ERROR.refusedStream }),
    fired: sentOnStream('h2-reset'),
  }),
  defineFault({
    ...common,
    name: 'http2-stream-reset-mid-body',
    ref: 'G04',
    summary: 'RST_STREAM with INTERNAL_ERROR after `after` of a body without a length.',
    params: z.strictObject({ after: sizeSchema.default(512) }),
    examples: ['http2-stream-reset-mid-body', '{ fault: http2-stream-reset-mid-body, after: 4KiB }'],
    outcome: { error: 'http_response_incomplete', bound: 'at-once', accepts: ['truncated', 'error'] },
    effect: ({ after }) =>
      everyHttp2Connection(
        {},
        READ,
        { do: 'h2-head', fields: HEAD },
        { do: 'h2-data', bytes: { repeat: 'x', times: after } },
        { do: 'await-delivery', bytes: after, within: 300 },
        { do: 'h2-reset', code: H2_ERROR.internalError },
      ),
    fired: sentOnStream('h2-reset'),
  }),
  defineFault({
    ...common,
    name: 'http2-stream-data-after-end',
    ref: 'G11',
    summary: 'A whole response with END_STREAM, and DATA behind it on the same stream.',
    params: z.strictObject({}),
    examples: ['http2-stream-data-after-end'],
    outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['repaired', 'passed-on', 'error'] },
    effect: () =>
      everyHttp2Connection(
        {},
        READ,
        { do: 'h2-head', fields: [...HEAD, ['content-length', '5']] },
        { do: 'h2-data', bytes: { text: 'hello' }, end: true },
        { do: 'h2-data', bytes: { text: 'and more' } },
      ),
    fired: sentOnStream('h2-data', { last: true }),
  }),
];
