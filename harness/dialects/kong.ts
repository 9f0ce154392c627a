import type { Dialect } from '../core/dialect.ts';
import { commonLog } from './forms/common-log.ts';
import { luaError } from './forms/lua-error.ts';

/** Kong 3 ends its access lines so. */
const REST = /^(?: "(?:[^"\\]|\\.)*" "(?:[^"\\]|\\.)*")? kong_request_id: "([\da-f]{8,64})"$/;
const OWN = /\[kong\]|\bkong[./]|balancer|DNS resolution failed|dns (?:server|client) error/i;

/** What Kong itself says; what its nginx says of upstreams is in the error log's own form: see nginx-error. */
export default {
  name: 'kong',
  title: 'Kong log',
  gateway: 'kong',
  playable: false,
  source: 'https://developer.konghq.com/gateway/logs/',
  read(line) {
    if (line.includes('[lua] ')) return /apisix/.test(line) ? null : luaError(line, OWN);
    const read = line.includes('kong_request_id') ? commonLog(line) : null;
    const id = read ? REST.exec(read.rest)?.[1] : undefined;
    if (!read || id === undefined) return null;
    const { before: _, between: __, rest: ___, ...own } = read;
    return { ...own, id };
  },
  examples: [
    '2026/11/23 03:14:22 [error] 1109#0: *5 [lua] balancer.lua:1124: balancer_execute(): DNS resolution failed: dns server error: 3 name error. Tried: ["(short)app:(na) - cache-miss"], client: 10.0.0.7, server: kong, request: "GET /cart HTTP/1.1", host: "shop.example"',
    '10.0.0.7 - - [23/Nov/2026:03:14:22 +0000] "GET /cart HTTP/1.1" 503 116 "-" "curl/8.5.0" kong_request_id: "6dcb2c1d5d0a2a4b0d0fb65ab0a7d21c"',
  ],
} satisfies Dialect;
