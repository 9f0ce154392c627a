import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';

const RESPONSE = [
  'HTTP/1.1 200 OK',
  'Content-Type: text/plain',
  'Content-Length: 5',
  'Content-Length: 12',
  'Connection: close',
  '',
  'hello, world',
].join('\r\n');

/** RFC 9112 section 6.3, item 5: the message is invalid; a proxy discards it and answers 502. */
export default defineFault({
  name: 'content-length-conflicting',
  ref: 'E03',
  summary: 'A 200 with two Content-Length lines that differ, complete by the larger one.',
  group: 'body',
  params: z.strictObject({}),
  examples: ['content-length-conflicting'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['error'] },
  effect: () =>
    everyConnection({ do: 'read', what: 'request' }, { do: 'send', bytes: { text: RESPONSE } }, { do: 'close' }),
  fired: endedIn('close'),
});
