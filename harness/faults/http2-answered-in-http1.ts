import { z } from 'zod';
import { everyHttp2Connection } from '../core/every-http2-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

const BODY = 'PRI is no method\n';
const ANSWER = `HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: ${BODY.length}\r\nConnection: close\r\n\r\n${BODY}`;

export default defineFault({
  name: 'http2-answered-in-http1',
  ref: 'G15',
  summary: 'The preface of HTTP/2 is answered by an HTTP/1.1 response and FIN, as an old server does.',
  group: 'http/2',
  params: z.strictObject({}),
  examples: ['http2-answered-in-http1'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['error'] },
  effect: () =>
    everyHttp2Connection(
      { leavesOut: ['settings', 'settings-ack', 'ping-ack', 'window-update'] },
      { do: 'read', what: 'preface' },
      { do: 'send', bytes: { text: ANSWER } },
      { do: 'close' },
    ),
  fired: endedIn('close'),
});
