import type { Maker } from '../maker.ts';
import { nginxPage, nginxPages } from '../nginx-page.ts';

const BODY = nginxPage('<hr><center>openresty(?:/(?<version>[\\d.]+))?</center>\\n');

export default {
  name: 'openresty',
  title: 'OpenResty (nginx with Lua; Kong and APISIX are built on it)',
  source: 'https://github.com/openresty/openresty; the page is that of nginx',
  server: /^openresty(?:\/|$)/i,
  traces: [['Server', /^openresty(?:\/|$)/i]],
  pages: nginxPages(BODY, ['destination_unavailable']),
  lookAt:
    'the error log of OpenResty (logs/error.log), in the line that ends in `while connecting to upstream` or the like',
} satisfies Maker;
