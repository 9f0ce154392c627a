import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault, type Fault, type FaultEvidence } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';
import { sendAndClose } from '../core/send-and-close.ts';

const HINT = 'HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload; as=style\r\n\r\n';

/** What all members of the family have in common. */
const COMMON = { group: 'head', params: z.strictObject({}), isolate: 'none', needs: [] } as const;

const silence = defineFault({
  ...COMMON,
  name: 'interim-then-silence',
  ref: 'E34',
  summary: 'A 100 (Continue), and then nothing: no answer, no FIN, no RST.',
  examples: ['interim-then-silence'],
  outcome: { error: 'http_response_timeout', bound: 'read-timeout', accepts: ['error'] },
  effect: () => everyConnection({ do: 'read', what: 'head' }, { do: 'interim', status: 100 }, { do: 'hold' }),
  fired: endedIn('hold'),
});

/** RFC 9110 section 15.2 puts no number on them; what a gateway keeps or forwards for one request is its own to bound. */
const flood = defineFault({
  ...COMMON,
  name: 'interim-flood',
  ref: 'E35',
  summary: 'So many 103 (Early Hints) as `count` says in front of a complete 200.',
  params: z.strictObject({ count: z.int().min(1).max(100_000).prefault(1000) }),
  examples: ['interim-flood', '{ fault: interim-flood, count: 10000 }'],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['passed-on', 'error'] },
  effect: ({ count }) =>
    sendAndClose(
      { repeat: HINT, times: count },
      'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello',
    ),
  // A gateway that has had enough closes before all of them are sent.
  fired: (evidence) => (sentHints(evidence) ? null : endedIn('close')(evidence)),
});

const close = defineFault({
  ...COMMON,
  name: 'interim-then-close',
  ref: 'E36',
  summary: 'A 103 (Early Hints), and then a FIN instead of the answer.',
  examples: ['interim-then-close'],
  outcome: { error: 'http_response_incomplete', bound: 'at-once', accepts: ['error'] },
  effect: () => sendAndClose(HINT),
  fired: endedIn('close'),
});

/** RFC 9110 section 7.8: a server switches to what the client offered, and nobody offered anything. */
const switching = defineFault({
  ...COMMON,
  name: 'interim-switching-unasked',
  ref: 'E37',
  summary: 'A 101 (Switching Protocols) to a request that offered no protocol; the connection stays open.',
  examples: ['interim-switching-unasked'],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['error'] },
  effect: () =>
    everyConnection(
      { do: 'read', what: 'request' },
      { do: 'interim', status: 101, headers: { Connection: 'Upgrade', Upgrade: 'websocket' } },
      { do: 'hold' },
    ),
  fired: endedIn('hold'),
});

/** Interim responses with the wrong thing behind them, or too many, or none that was asked for. */
export default [silence, flood, close, switching] satisfies readonly Fault[];

function sentHints({ observations }: FaultEvidence): boolean {
  return observations.some((event) => event.kind === 'sent' && event.octets.startsWith(HINT));
}
