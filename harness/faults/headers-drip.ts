import { z } from 'zod';
import { durationSchema } from '../core/duration-schema.ts';
import { everyConnection } from '../core/every-connection.ts';
import type { FaultEvidence } from '../core/fault.ts';
import { defineFault } from '../core/fault.ts';

const BEGUN = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-Slow: ';
/** Octets of the field that never ends; whoever still reads behind them waits for nothing. */
const OCTETS = 1000;

/** Each octet comes within a read timeout of inactivity, so that one never ends it: what bounds the head must be another. */
export default defineFault({
  name: 'headers-drip',
  ref: 'D21',
  summary: 'The head comes octet by octet, one `every` so often, and never ends.',
  group: 'head',
  params: z.strictObject({ every: durationSchema.prefault('400ms') }),
  examples: ['headers-drip', '{ fault: headers-drip, every: 50ms }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_response_timeout', bound: 'none', accepts: ['error'] },
  effect: ({ every }) =>
    everyConnection(
      { do: 'read', what: 'request' },
      { do: 'send', bytes: { text: BEGUN } },
      { do: 'drip', bytes: { repeat: 'x', times: OCTETS }, piece: 1, every },
      { do: 'hold' },
    ),
  fired: ({ observations }) => (dripped(observations) ? null : 'no connection was sent two octets one by one'),
});

/** Two octets by themselves are a drip; when the gateway has had enough is its own affair. */
function dripped(observations: FaultEvidence['observations']): boolean {
  const single = observations.filter((event) => event.kind === 'sent' && event.octets === 'x');
  const connections = single.map((event) => ('connection' in event ? event.connection : null));
  return connections.some((connection, index) => connections.indexOf(connection) !== index);
}
