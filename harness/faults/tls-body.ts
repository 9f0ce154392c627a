import { z } from 'zod';
import { cutBody, cutBodyParams } from '../core/cut-body.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn, wasReset } from '../core/fired.ts';
import { securedConnection } from '../core/over-tls.ts';

const CORRUPTED = defineFault({
  name: 'tls-body-corrupted',
  ref: 'C22',
  summary: 'After `after` of the body comes a record whose authentication tag is wrong by one bit.',
  group: 'tls',
  params: cutBodyParams,
  examples: ['tls-body-corrupted', '{ fault: tls-body-corrupted, after: 1KiB, length: 1MiB }'],
  isolate: 'none',
  needs: [],
  // A recipient ends the connection (RFC 8446 section 5.2).
  outcome: { error: 'tls_protocol_error', bound: 'at-once', accepts: ['truncated', 'error'] },
  effect: (params) =>
    securedConnection(
      ...cutBody(params),
      { do: 'await-delivery', bytes: params.after, within: 300 },
      { do: 'spoil-record' },
      { do: 'send', bytes: { repeat: 'x', times: params.length - params.after } },
      { do: 'hold' },
    ),
  fired: endedIn('hold'),
});

const RESET = defineFault({
  name: 'tls-body-reset',
  ref: 'C23',
  summary: 'RST under TLS after `after` of a body whose Content-Length is `length`.',
  group: 'tls',
  params: cutBodyParams,
  examples: ['tls-body-reset', '{ fault: tls-body-reset, after: 1KiB, length: 1MiB }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_terminated', bound: 'at-once', accepts: ['truncated', 'error'] },
  effect: (params) =>
    securedConnection(...cutBody(params), { do: 'await-delivery', bytes: params.after, within: 300 }, { do: 'reset' }),
  fired: wasReset,
});

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n';

const WITHOUT_NOTIFY = defineFault({
  name: 'tls-body-without-close-notify',
  ref: 'C24',
  summary:
    'FIN without close_notify in a body that ends where the connection does: anybody on the way may have cut it.',
  group: 'tls',
  params: z.strictObject({}),
  examples: ['tls-body-without-close-notify'],
  isolate: 'none',
  needs: [],
  // RFC 9112 section 9.8: an incomplete close leaves a response incomplete that has no other end.
  outcome: { error: 'http_response_incomplete', bound: 'at-once', accepts: ['truncated', 'error'] },
  effect: () =>
    securedConnection(
      { do: 'read', what: 'request' },
      { do: 'send', bytes: { text: HEAD } },
      { do: 'send', bytes: { repeat: 'half of the report\n', times: 40 } },
      { do: 'close-without-notify' },
    ),
  fired: endedIn('close-without-notify'),
});

export default [CORRUPTED, RESET, WITHOUT_NOTIFY];
