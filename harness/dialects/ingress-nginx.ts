import type { Dialect } from '../core/dialect.ts';
import { commonLog } from './forms/common-log.ts';
import { milliseconds } from './forms/milliseconds.ts';
import { said } from './forms/said.ts';

/** Behind the combined form: length, time, names of the upstreams, their addresses, octets, times, statuses, id. */
const REST =
  /^ "(?:[^"\\]|\\.)*" "(?:[^"\\]|\\.)*" \d{1,12} ([\d.]{1,20}) \[([^\]]{0,300})\] \[[^\]]{0,300}\] (.{1,2000}) ([\da-f]{16,64})$/;

/** Its error log is nginx's own: see nginx-error. */
export default {
  name: 'ingress-nginx',
  title: 'ingress-nginx access log',
  gateway: 'nginx',
  playable: true,
  source: 'https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/log-format/',
  read(line) {
    const read = commonLog(line);
    const parts = read ? REST.exec(read.rest) : null;
    if (!read || !parts) return null;
    const { before: _, between: __, rest: ___, ...own } = read;
    const [, seconds, name, upstreams = '', id] = parts;
    const address = /^[\w.[\]:-]{1,200}:\d{1,5}(?=[ ,])/.exec(upstreams)?.[0];
    return { ...own, ms: milliseconds(seconds), upstream: address ?? said(name), id: said(id) };
  },
  examples: [
    '10.0.0.7 - - [23/Nov/2026:03:14:22 +0000] "GET /cart HTTP/1.1" 502 150 "-" "curl/8.5.0" 78 0.003 [shop-cart-80] [] 10.244.0.9:3000, 10.244.0.9:3000 0, 0 0.001, 0.002 502, 502 94a1c4f4ab3a7f1c5c5ba0f0b6f3b6d1',
    '10.0.0.7 - - [23/Nov/2026:03:14:22 +0000] "POST /pay HTTP/2.0" 504 160 "-" "okhttp/4" 312 60.002 [shop-pay-80] [] 10.244.0.9:3000 160 60.002 504 94a1c4f4ab3a7f1c5c5ba0f0b6f3b6d2',
    '10.0.0.7 - - [23/Nov/2026:03:14:22 +0000] "GET /cart HTTP/1.1" 503 190 "-" "curl/8.5.0" 78 0.000 [shop-cart-80] [] - - - - 94a1c4f4ab3a7f1c5c5ba0f0b6f3b6d3',
  ],
} satisfies Dialect;
