import { z } from 'zod';
import { everyHttp2Connection } from '../core/every-http2-connection.ts';
import { defineFault } from '../core/fault.ts';
import { sentOnStream } from '../core/fired.ts';
import type { Field } from '../core/http.ts';
import type { UpstreamStep } from '../core/script.ts';

const common = { group: 'http/2', params: z.strictObject({}), isolate: 'none', needs: [] } as const;
const READ: UpstreamStep = { do: 'read', what: 'request' };
const HEAD: readonly Field[] = [
  [':status', '200'],
  ['content-type', 'application/grpc'],
];
/** A message of three octets: not compressed, and its length in four octets. */
const MESSAGE = { hex: '0000000003080101' };

export default [
  defineFault({
    ...common,
    name: 'grpc-status-unavailable',
    ref: 'G16',
    summary: 'A gRPC response of trailers only: HTTP status 200, and grpc-status 14 (UNAVAILABLE).',
    examples: ['grpc-status-unavailable'],
    outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['passed-on'] },
    effect: () =>
      everyHttp2Connection({}, READ, {
        do: 'h2-head',
        fields: [...HEAD, ['grpc-status', '14'], ['grpc-message', 'no worker is free']],
        end: true,
      }),
    fired: sentOnStream('h2-head'),
  }),
  defineFault({
    ...common,
    name: 'grpc-trailers-missing',
    ref: 'G17',
    summary: 'A gRPC response whose stream ends with its message: no trailers, so no grpc-status.',
    examples: ['grpc-trailers-missing'],
    outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['passed-on', 'error'] },
    effect: () =>
      everyHttp2Connection({}, READ, { do: 'h2-head', fields: HEAD }, { do: 'h2-data', bytes: MESSAGE, end: true }),
    fired: sentOnStream('h2-data'),
  }),
];
