import { BAD_ANSWER, BROKEN_OFF, NO_NAME, NO_TLS, OF_ITS_OWN, TOO_SLOW } from '../causes.ts';
import type { Maker } from '../maker.ts';
import { nginxPage } from '../nginx-page.ts';

const BODY = nginxPage('<hr><center>nginx(?:/(?<version>[\\d.]+))?</center>\\n');

export default {
  name: 'nginx',
  title: 'nginx',
  source: 'nginx src/http/ngx_http_special_response.c; recorded from 1.22.1',
  server: /^nginx(?:\/|$)/i,
  traces: [['Server', /^nginx(?:\/|$)/i]],
  pages: [
    {
      status: [502],
      body: BODY,
      causes: [
        'connection_refused',
        'destination_ip_unroutable',
        'destination_unavailable',
        ...BROKEN_OFF,
        ...BAD_ANSWER,
        ...NO_TLS,
        ...NO_NAME,
      ],
    },
    { status: [504], body: BODY, causes: ['connection_timeout', ...TOO_SLOW] },
    { status: [503], body: BODY, causes: ['proxy_internal_response'] },
    { status: [500], body: BODY, causes: OF_ITS_OWN },
    { status: /^[45]/, body: BODY, causes: [] },
  ],
  lookAt:
    'the error log of nginx (error_log), in the line that ends in `while connecting to upstream`, `while reading response header from upstream` or the like',
} satisfies Maker;
