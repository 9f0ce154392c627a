import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault, type Fault } from '../core/fault.ts';
import { endedIn, wasReset } from '../core/fired.ts';

/**
 * What all members of the family have in common. A gateway may hand the 101 to a client that asked for websocket, or refuse
 * it; one that took the Upgrade out of the request has not asked for a 101, and refuses it.
 */
const COMMON = { group: 'body', isolate: 'none', needs: [] } as const;

/** How long the 101 may take to the client, in milliseconds: an RST right behind it would destroy it on the way. */
const ARRIVES = 100;

const reset = defineFault({
  ...COMMON,
  name: 'websocket-reset',
  ref: 'E42',
  summary: 'A valid 101 to a WebSocket handshake, and then no frame but an RST, or a FIN.',
  params: z.strictObject({ ending: z.enum(['rst', 'fin']).prefault('rst') }),
  examples: ['websocket-reset', '{ fault: websocket-reset, ending: fin }'],
  outcome: { error: 'connection_terminated', bound: 'at-once', accepts: ['passed-on', 'truncated', 'error'] },
  effect: ({ ending }) =>
    everyConnection(
      { do: 'read', what: 'request' },
      { do: 'accept-websocket' },
      { do: 'stall', ms: ARRIVES },
      { do: ending === 'fin' ? 'close' : 'reset' },
    ),
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
export default [reset, wrongAccept] satisfies readonly Fault[];
