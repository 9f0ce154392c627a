import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';
import { readAndSend } from '../core/send-and-close.ts';

const HEAD =
  'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n';
const EVENT = 'data: hello\n\n';

/** Server-sent events or a long poll: each chunk is whole, so nothing but the clock says that something is wrong. */
export default defineFault({
  name: 'event-stream-stalls',
  ref: 'E44',
  summary: 'A stream of server-sent events goes silent behind `events` whole ones; the connection stays open.',
  group: 'body',
  params: z.strictObject({ events: z.int().min(1).max(1000).prefault(2) }),
  examples: ['event-stream-stalls', '{ fault: event-stream-stalls, events: 10 }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'connection_read_timeout', bound: 'body-stall', accepts: ['truncated', 'error'] },
  effect: ({ events }) =>
    everyConnection(...readAndSend(HEAD, { repeat: `${EVENT.length.toString(16)}\r\n${EVENT}\r\n`, times: events }), {
      do: 'hold',
    }),
  fired: endedIn('hold'),
});
