import { BAD_ANSWER, BROKEN_OFF, NO_NAME, NO_TLS, OF_ITS_OWN, TOO_SLOW } from '../causes.ts';
import type { Maker } from '../maker.ts';
import { nginxPage } from '../nginx-page.ts';

const BODY = nginxPage('<hr><center>openresty(?:/(?<version>[\\d.]+))?</center>\\n');

export default {
  name: 'openresty',
  title: 'OpenResty (nginx with Lua; Kong and APISIX are built on it)',
  source: 'https://github.com/openresty/openresty; the page is that of nginx',
  server: /^openresty(?:\/|$)/i,
  traces: [['Server', /^openresty(?:\/|$)/i]],
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
    { status: [503], body: BODY, causes: ['destination_unavailable', 'proxy_internal_response'] },
    { status: [500], body: BODY, causes: OF_ITS_OWN },
    { status: /^[45]/, body: BODY, causes: [] },
  ],
  lookAt:
    'the error log of OpenResty (logs/error.log), in the line that ends in `while connecting to upstream` or the like',
} satisfies Maker;
