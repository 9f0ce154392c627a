import type { Dialect, ReadLine } from '../core/dialect.ts';
import { combinedLine } from './forms/combined-line.ts';
import { instant } from './forms/instant.ts';
import { milliseconds } from './forms/milliseconds.ts';
import { NOTHING_WRONG } from './forms/nothing-wrong.ts';
import { numberIn } from './forms/number-in.ts';
import { requestWords } from './forms/request-words.ts';
import { said } from './forms/said.ts';

const TIME = String.raw`(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(?:Z|[+-]\d\d:\d\d))`;
const ERROR = new RegExp(
  String.raw`^${TIME} \d+ \d+ [\da-f]{1,16} (NOTICE|WARN|ERROR|FATAL|INFO) (?:\(shrpx[\w.]{1,60}:\d+\) )?(?:\[[A-Z_]{1,20}:0x[\da-f]{1,16}\] )?(.*)$`,
);
const OURS = new RegExp(
  String.raw`^${TIME} (\d{1,5}) "((?:[^"\\]|\\.)*)" (\d{3}) (\d{1,15}) time=([\d.]{1,20}) upstream=(\S{1,200})(?: id=(\S{1,200}))?$`,
);

export default {
  name: 'nghttpx',
  title: 'nghttpx logs',
  gateway: 'nghttpx',
  playable: true,
  source: 'https://nghttp2.org/documentation/nghttpx.1.html',
  read: (line) => ofOurs(line) ?? ofError(line) ?? combinedLine(line),
  examples: [
    '2026-11-23T03:14:39.512Z 2653 2654 374958dc WARN (shrpx_http_downstream_connection.cc:1532) [DCONN:0x7f2633e0cf00] Backend connect failed; addr=127.2.3.242:3000: errno=111',
    '2026-11-23T03:14:44.110Z 952 953 a1380c17 WARN (shrpx_http_downstream_connection.cc:132) [DCONN:0x7f711ac0cf00] Connect time out; addr=127.2.4.79:3000',
    '2026-11-23T03:14:40.306Z 2690 2690 0f03bf0e NOTICE (shrpx_connection_handler.cc:414) [LISTEN:0x7fbddda9a000] Created worker thread #0',
    '2026-11-23T03:14:22.778Z 8080 "POST /orders HTTP/1.1" 502 129 time=0.004 upstream=-:- id=steps-2',
    '10.0.0.7 - - [23/Nov/2026:03:14:22 +0000] "GET /cart HTTP/2" 504 137 "-" "curl/8.5.0"',
  ],
} satisfies Dialect;

function ofOurs(line: string): ReadLine | null {
  const parts = OURS.exec(line);
  if (!parts) return null;
  const [, time, , request, status, bytes, seconds, upstream, id] = parts;
  const own = { kind: 'access', at: instant(time), ...requestWords(request), id: said(id) } as const;
  const numbers = { status: numberIn(status), bytes: numberIn(bytes), ms: milliseconds(seconds) };
  return { ...own, ...numbers, upstream: upstream === '-:-' ? null : said(upstream) };
}

function ofError(line: string): ReadLine | null {
  const parts = ERROR.exec(line);
  if (!parts) return null;
  const [, time, level = '', message = ''] = parts;
  if (level === 'NOTICE' || level === 'INFO') return NOTHING_WRONG;
  const upstream = /addr=([\w.[\]:-]{1,200}:\d{1,5})/.exec(message)?.[1] ?? null;
  return { kind: 'error', at: instant(time), upstream, message };
}
