import type { Dialect, ReadLine } from '../core/dialect.ts';
import { combinedLine } from './forms/combined-line.ts';
import { commonLog } from './forms/common-log.ts';
import { instant } from './forms/instant.ts';
import { type JsonLine, jsonLine } from './forms/json-line.ts';
import { milliseconds } from './forms/milliseconds.ts';
import { numberIn } from './forms/number-in.ts';
import { pairs } from './forms/pairs.ts';
import { requestWords } from './forms/request-words.ts';
import { said } from './forms/said.ts';

/** Ours, and what people make of it: an ISO time, an address, and the rest as always. */
const ISO = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d) (\S{1,200}) "((?:[^"\\]|\\.)*)" (\d{3}) (\d+)((?: .*)?)$/;

/** What people call nginx's variables in a log format of their own. */
const NAMES = {
  time: [
    'request_time',
    'rt',
    'rtime',
    'req_time',
    'duration',
    'time',
    'urt',
    'upstream_response_time',
    'upstream_time',
  ],
  upstream: ['upstream_addr', 'upstream', 'uaddr', 'ups', 'backend', 'to'],
  id: ['request_id', 'req_id', 'reqid', 'rid', 'id'],
} as const;

/** A time of nginx has three decimals, and nothing else in a line does. */
const SECONDS = /(?<![\w.:])\d{1,9}\.\d{3}(?![\w.:])/;
const OWN_WORDS =
  /(?:^|[\s"])(?:rt|uct|uht|urt|ua|us|upstream|request_time|upstream_\w{1,40})[=:]|(?<![\w.:])\d{1,9}\.\d{3}(?![\w.:])/;

export default {
  name: 'nginx-access',
  title: 'nginx access log',
  gateway: 'nginx',
  playable: true,
  presumed: true,
  source: 'https://nginx.org/en/docs/http/ngx_http_log_module.html',
  read: (line) => (line.startsWith('{') ? ofJson(line) : (ofIso(line) ?? combinedLine(line) ?? ofExtended(line))),
  examples: [
    '2026-11-23T03:14:22+00:00 127.1.1.234:8080 "GET / HTTP/1.1" 502 300 upstream=127.2.1.234:3000 status=502 time=0.001 id=steps-1',
    '10.0.0.7 - - [23/Nov/2026:03:14:22 +0000] "GET /cart HTTP/1.1" 504 167 "-" "curl/8.5.0"',
    '10.0.0.7 - alice [23/Nov/2026:03:14:22 +0000] "GET /cart HTTP/2.0" 504 167 "https://shop.example/" "Mozilla/5.0 (X11)" rt=60.001 uct="0.000" uht="-" urt="60.001" ua="10.0.0.9:3000" us="504"',
    '10.0.0.7 - - [23/Nov/2026:03:14:22 +0000] "POST /pay HTTP/1.1" 502 157 "-" "okhttp/4" 0.003 0.002 .',
    '{"time_iso8601":"2026-11-23T03:14:22+00:00","remote_addr":"10.0.0.7","request":"GET /cart HTTP/1.1","status":"502","body_bytes_sent":"157","request_time":"0.003","upstream_addr":"10.0.0.9:3000","upstream_status":"502"}',
  ],
} satisfies Dialect;

function ofIso(line: string): ReadLine | null {
  const parts = ISO.exec(line);
  if (!parts) return null;
  const [, time, , request, status, bytes, rest = ''] = parts;
  const own = { kind: 'access', at: instant(time), status: numberIn(status), bytes: numberIn(bytes) } as const;
  return { ...own, ...requestWords(request), ...ofRest(rest) };
}

/** Combined, with more behind it that only nginx writes. */
function ofExtended(line: string): ReadLine | null {
  const read = commonLog(line);
  if (!read || read.between !== null || !OWN_WORDS.test(read.rest)) return null;
  const { before: _, between: __, rest, ...own } = read;
  return { ...own, ...ofRest(rest) };
}

function ofRest(rest: string): Pick<ReadLine, 'ms' | 'upstream' | 'id'> {
  const named = pairs(rest);
  const first = (names: readonly string[]) => names.map((name) => said(named.get(name))).find((one) => one !== null);
  const seconds = first(NAMES.time) ?? SECONDS.exec(rest)?.[0];
  return { ms: lastOf(seconds), upstream: first(NAMES.upstream) ?? null, id: first(NAMES.id) ?? null };
}

/** Of several upstreams nginx writes several times, `0.001, 0.002`: all of them count. */
function lastOf(seconds: string | undefined): number | null {
  const times = (seconds ?? '').split(/[,:] ?/).map((one) => milliseconds(one.trim()));
  const known = times.filter((one) => one !== null);
  return known.length > 0 ? known.reduce((sum, one) => sum + one, 0) : null;
}

function ofJson(line: string): ReadLine | null {
  const fields = jsonLine(line, 'status');
  if (!fields || !isOwn(fields)) return null;
  const status = fields.number('status');
  const request = requestWords(fields.text('request') ?? undefined);
  return {
    kind: 'access',
    at: instant(fields.text('time_iso8601', 'time_local', '@timestamp', 'time', 'timestamp') ?? undefined),
    method: request.method ?? fields.text('request_method', 'method'),
    target: request.target ?? fields.text('request_uri', 'uri'),
    status,
    ms: lastOf(fields.text('request_time', 'upstream_response_time') ?? undefined),
    bytes: fields.number('body_bytes_sent', 'bytes_sent'),
    upstream: fields.text('upstream_addr'),
    id: fields.text('request_id', 'req_id'),
  };
}

function isOwn(fields: JsonLine): boolean {
  const names = ['remote_addr', 'upstream_addr', 'request_time', 'body_bytes_sent', 'request_uri', 'http_user_agent'];
  return fields.number('status') !== null && names.filter((name) => fields.text(name) !== null).length >= 2;
}
