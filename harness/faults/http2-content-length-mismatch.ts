import { z } from 'zod';
import { everyHttp2Connection } from '../core/every-http2-connection.ts';
import { defineFault } from '../core/fault.ts';
import { sentOnStream } from '../core/fired.ts';
import { sizeSchema } from '../core/size-schema.ts';

export default defineFault({
  name: 'http2-content-length-mismatch',
  ref: 'G13',
  summary: 'The content-length is `length`, and the DATA up to END_STREAM has `sent` octets.',
  group: 'http/2',
  params: z.strictObject({ length: sizeSchema.default(100), sent: sizeSchema.default(40) }),
  examples: ['http2-content-length-mismatch', '{ fault: http2-content-length-mismatch, length: 40B, sent: 100B }'],
  isolate: 'none',
  needs: [],
  // RFC 9113 section 8.1.1: malformed, and an intermediary must not forward it.
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['error', 'truncated'] },
  effect: ({ length, sent }) =>
    everyHttp2Connection(
      {},
      { do: 'read', what: 'request' },
      {
        do: 'h2-head',
        fields: [
          [':status', '200'],
          ['content-type', 'text/plain'],
          ['content-length', String(length)],
        ],
      },
      { do: 'h2-data', bytes: { repeat: 'x', times: sent }, end: true },
    ),
  fired: sentOnStream('h2-data'),
});
