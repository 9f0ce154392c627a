import { z } from 'zod';
import { defineFault, type Fault } from '../core/fault.ts';
import { endedIn, wasReset } from '../core/fired.ts';
import type { Outcome } from '../core/outcome.ts';
import { afterClientHello } from '../core/over-tls.ts';
import type { UpstreamStep } from '../core/script.ts';

interface Member {
  readonly name: string;
  readonly ref: string;
  readonly summary: string;
  readonly error: Outcome['error'];
  readonly bound?: Outcome['bound'] | undefined;
  readonly steps: readonly UpstreamStep[];
  readonly fired: Fault['fired'];
}

/** An upstream that reads the ClientHello and does no TLS. No request was sent, so that every gateway can tell its client. */
function clientHello({ name, ref, summary, error, bound = 'at-once', steps, fired }: Member) {
  return defineFault({
    name: `tls-client-hello-${name}`,
    ref,
    summary,
    group: 'tls',
    params: z.strictObject({}),
    examples: [`tls-client-hello-${name}`],
    isolate: 'none',
    needs: [],
    outcome: { error, bound, accepts: ['error'] },
    effect: () => afterClientHello(...steps),
    fired,
  });
}

/** What an HTTP server says to octets that are no request. */
const PLAIN = 'HTTP/1.1 400 Bad Request\r\nContent-Length: 11\r\nConnection: close\r\n\r\nBad Request';
/** A handshake record of 32 octets whose message has no type that there is (RFC 8446 section 4). */
const JUNK = '1603030020 ff00001c 8b1f00ff fe0d0a07 c3289dde adbeef1b 5b304a00 ffff7fe2 82829001';

export default [
  clientHello({
    name: 'answered-in-plain-http',
    ref: 'C01',
    summary: 'The ClientHello is answered with 400 in plain HTTP, then FIN.',
    error: 'tls_protocol_error',
    steps: [{ do: 'send', bytes: { text: PLAIN } }, { do: 'close' }],
    fired: endedIn('close'),
  }),
  clientHello({
    name: 'reset',
    ref: 'C02',
    summary: 'The ClientHello is answered with RST.',
    error: 'connection_terminated',
    steps: [{ do: 'reset' }],
    fired: wasReset,
  }),
  clientHello({
    name: 'closed',
    ref: 'C03',
    summary: 'The ClientHello is answered with FIN.',
    error: 'connection_terminated',
    steps: [{ do: 'close' }],
    fired: endedIn('close'),
  }),
  clientHello({
    name: 'unanswered',
    ref: 'C04',
    summary: 'The ClientHello is read, and nothing is ever sent.',
    error: 'connection_timeout',
    bound: 'connect-timeout',
    steps: [{ do: 'hold' }],
    fired: endedIn('hold'),
  }),
  clientHello({
    name: 'answered-by-junk',
    ref: 'C21',
    summary: 'The ClientHello is answered with a handshake record of junk, then FIN.',
    error: 'tls_protocol_error',
    steps: [{ do: 'send', bytes: { hex: JUNK } }, { do: 'close' }],
    fired: endedIn('close'),
  }),
  clientHello({
    name: 'retried-twice',
    ref: 'C28',
    summary: 'Every ClientHello is answered with a HelloRetryRequest, the second one too.',
    error: 'tls_protocol_error',
    steps: [
      { do: 'hello-retry', cookie: 'first' },
      { do: 'read', what: 'client-hello' },
      { do: 'hello-retry', cookie: 'second' },
      { do: 'hold' },
    ],
    fired: endedIn('hold'),
  }),
];
