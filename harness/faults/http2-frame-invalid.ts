import { z } from 'zod';
import { everyHttp2Connection } from '../core/every-http2-connection.ts';
import { defineFault } from '../core/fault.ts';
import { sentOnStream } from '../core/fired.ts';
import { FRAME } from '../core/http2-frames.ts';
import type { Http2Step } from '../core/http2-script.ts';

/** DATA belongs to a stream (RFC 9113 section 6.1). */
const DATA_OF_NO_STREAM: Http2Step = {
  do: 'h2-frame',
  type: FRAME.data,
  on: 'connection',
  payload: { text: 'hello' },
};

export default defineFault({
  name: 'http2-frame-invalid',
  ref: 'G05',
  summary: 'DATA on stream 0 in place of an answer; with `preface`, no SETTINGS before it either.',
  group: 'http/2',
  params: z.strictObject({ what: z.enum(['frame', 'preface']).default('frame') }),
  examples: ['http2-frame-invalid', '{ fault: http2-frame-invalid, what: preface }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['error'] },
  // Some clients send their request at once, others wait for SETTINGS, which then never come.
  effect: ({ what }) =>
    what === 'preface'
      ? everyHttp2Connection(
          { leavesOut: ['settings', 'settings-ack'] },
          { do: 'read', what: 'preface' },
          DATA_OF_NO_STREAM,
          { do: 'hold' },
        )
      : everyHttp2Connection({}, { do: 'read', what: 'head' }, DATA_OF_NO_STREAM),
  fired: sentOnStream('h2-frame'),
});
