import { BAD_ANSWER, BROKEN_OFF, NO_NAME, NO_TLS, OF_ITS_OWN, TOO_SLOW } from '../causes.ts';
import type { Maker } from '../maker.ts';

/** Its proxy handler writes the status text alone; a handler on Go's http.Error has a type, a line end and nosniff. */
const BARE = { 'Content-Type': null, 'X-Content-Type-Options': null } as const;

export default {
  name: 'traefik',
  title: 'Traefik',
  source: 'Traefik pkg/proxy/httputil/proxy.go, ErrorHandler; recorded from 3.7.15',
  server: null,
  traces: [],
  pages: [
    {
      status: [502],
      body: /^Bad Gateway$/,
      head: BARE,
      proof: 'shared',
      causes: ['connection_refused', 'destination_ip_unroutable', ...BROKEN_OFF, ...NO_TLS, ...NO_NAME, ...BAD_ANSWER],
    },
    {
      status: [504],
      body: /^Gateway Timeout$/,
      head: BARE,
      proof: 'shared',
      causes: ['connection_timeout', ...TOO_SLOW, 'dns_timeout'],
    },
    {
      status: [500],
      body: /^Internal Server Error$/,
      head: BARE,
      proof: 'shared',
      causes: [...BAD_ANSWER, ...BROKEN_OFF, ...NO_TLS, ...NO_NAME, 'http_response_timeout', ...OF_ITS_OWN],
    },
    { status: [503], body: /^no available server$/, proof: 'shared', causes: ['destination_unavailable'] },
    { status: [499], body: /^Client Closed Request$/, head: BARE, proof: 'shared', causes: [] },
  ],
  lookAt:
    'the log of Traefik at level DEBUG (`502 Bad Gateway error="dial tcp …"`) and OriginStatus and RetryAttempts in its access log',
} satisfies Maker;
