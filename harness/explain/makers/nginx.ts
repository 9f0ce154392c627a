import type { Maker } from '../maker.ts';
import { nginxPage, nginxPages } from '../nginx-page.ts';

const BODY = nginxPage('<hr><center>nginx(?:/(?<version>[\\d.]+))?</center>\\n');

export default {
  name: 'nginx',
  title: 'nginx',
  source: 'nginx src/http/ngx_http_special_response.c; recorded from 1.22.1',
  server: /^nginx(?:\/|$)/i,
  traces: [['Server', /^nginx(?:\/|$)/i]],
  pages: nginxPages(BODY),
  lookAt:
    'the error log of nginx (error_log), in the line that ends in `while connecting to upstream`, `while reading response header from upstream` or the like',
} satisfies Maker;
