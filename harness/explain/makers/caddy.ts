import { BAD_ANSWER, BROKEN_OFF, NO_NAME, NO_TLS, NOT_CONNECTED, OF_ITS_OWN, TOO_SLOW } from '../causes.ts';
import type { Maker } from '../maker.ts';

export default {
  name: 'caddy',
  title: 'Caddy',
  source: 'Caddy modules/caddyhttp/reverseproxy/reverseproxy.go; recorded from 2.6.2',
  server: /^Caddy$/i,
  traces: [
    ['Server', /^Caddy$/i],
    ['Via', /\bCaddy\b/],
  ],
  // Its errors have no content. What an upstream says without content looks the same once it came through Caddy.
  pages: [
    {
      status: [502],
      body: 'empty',
      head: { Server: /^Caddy$/i },
      proof: 'shared',
      causes: [
        ...NOT_CONNECTED,
        ...BROKEN_OFF,
        ...BAD_ANSWER,
        ...NO_TLS,
        ...NO_NAME,
        'http_response_timeout',
        'connection_write_timeout',
      ],
    },
    {
      status: [504],
      body: 'empty',
      head: { Server: /^Caddy$/i },
      proof: 'shared',
      causes: ['connection_timeout', ...TOO_SLOW],
    },
    {
      status: [503],
      body: 'empty',
      head: { Server: /^Caddy$/i },
      proof: 'shared',
      causes: ['destination_unavailable'],
    },
    { status: [500], body: 'empty', head: { Server: /^Caddy$/i }, proof: 'shared', causes: OF_ITS_OWN },
  ],
  lookAt:
    'the log of Caddy (logger http.log.error), whose line has the cause in `msg`, such as `dial tcp …: connect: connection refused`',
} satisfies Maker;
