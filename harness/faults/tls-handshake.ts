import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';
import { handshakeFailed } from '../core/handshake-fired.ts';
import { healthyOver } from '../core/over-tls.ts';

/** What the members have in common. */
const COMMON = { group: 'tls', params: z.strictObject({}), isolate: 'none', needs: [] } as const;

const OLD_VERSION = defineFault({
  ...COMMON,
  name: 'tls-handshake-old-version',
  ref: 'C15',
  summary: 'The server speaks TLS 1.0 and 1.1 alone.',
  examples: ['tls-handshake-old-version'],
  // Nobody may agree to these (RFC 8996 section 4); the server is the first to say that there is no common version.
  outcome: { error: 'tls_alert_received', bound: 'at-once', accepts: ['error'] },
  effect: () => healthyOver({ versions: ['TLSv1', 'TLSv1.1'] }),
  fired: ({ observations }) => {
    const ended = observations.some(
      (event) => event.kind === 'handshake' && (!event.done || /^TLSv1(\.1)?,/.test(event.detail)),
    );
    return ended ? null : 'no handshake came to its end';
  },
});

const NO_SHARED_CIPHER = defineFault({
  ...COMMON,
  name: 'tls-handshake-no-shared-cipher',
  ref: 'C16',
  summary: 'The server has TLS_AES_128_CCM_8_SHA256 alone, which no client offers by itself: a fatal alert.',
  examples: ['tls-handshake-no-shared-cipher'],
  outcome: { error: 'tls_alert_received', bound: 'at-once', accepts: ['error'] },
  effect: () => healthyOver({ versions: ['TLSv1.3', 'TLSv1.3'], suites: ['TLS_AES_128_CCM_8_SHA256'] }),
  fired: handshakeFailed(/no shared cipher|no ciphers/i),
});

/** An HTTP/2 connection's SETTINGS, and GOAWAY with PROTOCOL_ERROR for a preface that is none (RFC 9113 section 3.4). */
const SETTINGS = '000000040000000000';
const GOAWAY = '0000080700000000000000000000000001';

const HTTP2_ALONE = defineFault({
  ...COMMON,
  name: 'tls-handshake-http2-alone',
  ref: 'C17',
  summary:
    'The server has h2 alone: an alert to those who ask by ALPN for other protocols, HTTP/2 frames to all others.',
  examples: ['tls-handshake-http2-alone'],
  outcome: { error: 'tls_alert_received', bound: 'at-once', accepts: ['error'] },
  effect: () => ({
    place: 'script',
    script: {
      connections: [],
      rest: {
        steps: [
          // Frames that come before the request would meet some gateways before they have sent it, and some behind it.
          { do: 'read', what: 'head' },
          { do: 'send', bytes: { hex: SETTINGS + GOAWAY } },
          { do: 'close' },
        ],
      },
      tls: { alpn: ['h2'] },
    },
  }),
  fired: (evidence) => endedIn('close')(evidence) && handshakeFailed(/application protocol/i)(evidence),
});

const CLIENT_CERTIFICATE = defineFault({
  ...COMMON,
  name: 'tls-handshake-client-certificate',
  ref: 'C18',
  summary: 'The server wants a client certificate and gets none: a fatal alert, in TLS 1.3 behind the handshake.',
  examples: ['tls-handshake-client-certificate'],
  outcome: { error: 'tls_alert_received', bound: 'at-once', accepts: ['error'] },
  effect: () => healthyOver({ clientCertificate: 'required' }),
  fired: handshakeFailed(/did not return a certificate/i),
});

const CLIENT_ROOT_ROTATED = defineFault({
  ...COMMON,
  name: 'tls-handshake-client-root-rotated',
  ref: 'C30',
  summary:
    'The server wants a client certificate of another root than the one it gets: unknown_ca behind the handshake.',
  examples: ['tls-handshake-client-root-rotated'],
  outcome: { error: 'tls_alert_received', bound: 'at-once', accepts: ['error'] },
  effect: () => healthyOver({ clientCertificate: 'rotated', versions: ['TLSv1.3', 'TLSv1.3'] }),
  fired: handshakeFailed(/of another root: alert unknown_ca/),
});

const SESSION_REFUSED = defineFault({
  ...COMMON,
  name: 'tls-handshake-session-refused',
  ref: 'C27',
  summary: 'The server hands out tickets and takes none back: who offers a session gets a whole handshake.',
  examples: ['tls-handshake-session-refused'],
  // Who offers a session must be ready for a whole handshake (RFC 8446 section 4.2.11).
  outcome: { error: 'tls_protocol_error', bound: 'at-once', accepts: ['passed-on'] },
  effect: () => healthyOver({ sessions: 'refused' }),
  fired: ({ observations }) => {
    const refused = observations.some((event) => event.kind === 'handshake' && /session refused/.test(event.detail));
    return refused ? null : 'no gateway offered a session: `gateway: { tls: true, sessions: true }` asks for it';
  },
});

/** How long the server's flight takes: far beyond any connect timeout of ours. Octets of it, and milliseconds between. */
const DRIP = { piece: 40, every: 400 };

const SLOW = defineFault({
  ...COMMON,
  name: 'tls-handshake-slow',
  ref: 'C05',
  summary: `The server's part of the handshake comes ${DRIP.piece} octets at a time, one piece every ${DRIP.every} ms.`,
  examples: ['tls-handshake-slow'],
  outcome: { error: 'connection_timeout', bound: 'connect-timeout', accepts: ['error'] },
  effect: () => healthyOver({ drip: DRIP }),
  fired: ({ observations }) => {
    const begun = observations.find((event) => event.kind === 'handshake' && !event.done && event.shown);
    return begun ? null : 'no handshake came to its second piece';
  },
});

export default [
  SLOW,
  OLD_VERSION,
  NO_SHARED_CIPHER,
  HTTP2_ALONE,
  CLIENT_CERTIFICATE,
  CLIENT_ROOT_ROTATED,
  SESSION_REFUSED,
];
