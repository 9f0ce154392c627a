import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault, type Fault } from '../core/fault.ts';
import { endedIn, wasReset } from '../core/fired.ts';
import type { UpstreamStep } from '../core/script.ts';

/**
 * What all members of the family have in common. A gateway may hand the 101 to a client that asked for websocket, or refuse
 * it; one that took the Upgrade out of the request has not asked for a 101, and refuses it.
 */
const COMMON = { group: 'body', isolate: 'none', needs: [] } as const;

/** How long the 101 may take to the client, in milliseconds: an RST right behind it would destroy it on the way. */
const ARRIVES = 100;

/** An RST strikes gateways that lead the handshake on; others have refused the 101 and closed by then. */
const ENDINGS: Readonly<Record<'fin' | 'rst', readonly UpstreamStep[]>> = {
  fin: [{ do: 'close' }],
  rst: [{ do: 'stall', ms: ARRIVES }, { do: 'reset' }],
};

const dropped = defineFault({
  ...COMMON,
  name: 'websocket-dropped',
  ref: 'E42',
  summary: 'A valid 101 to a WebSocket handshake, and then no frame but a FIN, or an RST.',
  params: z.strictObject({ ending: z.enum(['fin', 'rst']).prefault('fin') }),
  examples: ['websocket-dropped', '{ fault: websocket-dropped, ending: rst }'],
  // A gateway that has led the 101 on makes no error any more; one that makes an error has refused the 101.
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['passed-on', 'truncated', 'error'] },
  effect: ({ ending }) =>
    everyConnection({ do: 'read', what: 'request' }, { do: 'accept-websocket' }, ...ENDINGS[ending]),
  fired: (evidence) => (endedIn('close')(evidence) === null ? null : wasReset(evidence)),
});

const wrongAccept = defineFault({
  ...COMMON,
  name: 'websocket-wrong-accept',
  ref: 'E43',
  summary: "A 101 whose Sec-WebSocket-Accept is that of another key than the request's.",
  params: z.strictObject({}),
  examples: ['websocket-wrong-accept'],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['passed-on', 'error'] },
  effect: () =>
    everyConnection({ do: 'read', what: 'request' }, { do: 'accept-websocket', wrong: true }, { do: 'hold' }),
  fired: endedIn('hold'),
});

/** WebSocket handshakes that come to nothing. */
export default [dropped, wrongAccept] satisfies readonly Fault[];
