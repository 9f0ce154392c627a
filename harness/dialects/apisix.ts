import type { Dialect } from '../core/dialect.ts';
import { commonLog } from './forms/common-log.ts';
import { luaError } from './forms/lua-error.ts';
import { milliseconds } from './forms/milliseconds.ts';
import { said } from './forms/said.ts';

const REST = /^ ([\d.]{1,20}) "[^"]*" "(?:[^"\\]|\\.)*" (\S{1,300}) (\S{1,60}) ([\d.]{1,20}|-)(?: "[^"]*")?$/;
const OWN = /apisix|failed to pick server/;

/** What APISIX itself says; what its nginx says of upstreams is in the error log's own form: see nginx-error. */
export default {
  name: 'apisix',
  title: 'APISIX log',
  gateway: 'apisix',
  playable: false,
  source: 'https://apisix.apache.org/docs/apisix/plugins/error-log-logger/',
  read(line) {
    if (line.includes('[lua] ')) return luaError(line, OWN);
    const read = commonLog(line);
    const rest = read?.between ? REST.exec(read.rest) : null;
    if (!read || !rest) return null;
    const { before: _, between: __, rest: ___, ...own } = read;
    return { ...own, ms: milliseconds(rest[1]), upstream: said(rest[2]) };
  },
  examples: [
    '2026/11/23 03:14:22 [error] 46#46: *1014 [lua] init.lua:544: handle_upstream(): failed to pick server: no valid upstream node while connecting to upstream, client: 10.0.0.7, server: _, request: "GET /cart HTTP/1.1", host: "shop.example"',
    '10.0.0.7 - - [23/Nov/2026:03:14:22 +0000] shop.example "GET /cart HTTP/1.1" 502 154 0.003 "-" "curl/8.5.0" 10.0.0.9:3000 502 0.002 "http://shop.example"',
  ],
} satisfies Dialect;
