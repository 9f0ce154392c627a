import type { Dialect, ReadLine } from '../core/dialect.ts';
import { instant } from './forms/instant.ts';
import { milliseconds } from './forms/milliseconds.ts';
import { NOTHING_WRONG } from './forms/nothing-wrong.ts';
import { numberIn } from './forms/number-in.ts';
import { said } from './forms/said.ts';

/** `TIME MS CLIENT RESULT/STATUS OCTETS METHOD URL USER HIERARCHY/PEER TYPE`. */
const NATIVE =
  /^(\d{9,11}\.\d{3}) {1,8}(\d{1,10}) (\S{1,200}) ((?:TCP|UDP|NONE|TAG)[A-Z_]{0,40})\/(\d{3}) (\d{1,15}) ([A-Z_]{1,20}) (\S{1,8000}) (\S{1,200}) ((?:HIER_|PINNED|FIRSTUP|SIBLING|CLOSEST|ROUNDROBIN|[A-Z]{1,10}_PARENT)?[A-Z_]{0,40})\/(\S{1,200}) \S{1,200}/;
const OURS =
  /^(\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}) \S{1,100} "([A-Z_]{1,20}) ([^" ]{1,8000})" (\d{1,3}) (\d{1,15}|-) (\d{1,10}|-) ms ([A-Z_]{1,60})\/([A-Z_]{1,60})\/(\S{1,200})(?: id=(\S{1,200}))?$/;
const CACHE_LOG = /^(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d)(?: kid\d{1,4})?\| (.*)$/;
const FAILED = /^(?:WARNING|ERROR|FATAL|TCP connection to .{1,200} failed|Detected DEAD)/;
/** What ended otherwise than it should, whatever the status. */
const CUT = /ABORTED|TIMEDOUT|_FAIL/;

export default {
  name: 'squid',
  title: 'Squid access.log and cache.log',
  gateway: 'squid',
  playable: true,
  source: 'https://wiki.squid-cache.org/Features/LogFormat',
  read: (line) => ofNative(line) ?? ofOurs(line) ?? ofCacheLog(line),
  examples: [
    '23/Nov/2026:03:14:22 +0000 127.1.2.58:8080 "POST http://127.2.2.58:3000/orders" 502 3345 1 ms TCP_MISS/HIER_DIRECT/127.2.2.58:3000 id=steps-2',
    '1795403662.123      7 127.0.0.1 TCP_MISS/502 3333 GET http://shop.example/ - HIER_DIRECT/127.2.2.58 text/html',
    '1795403662.123   1503 127.0.0.1 TCP_MISS_ABORTED/200 512 GET http://shop.example/report - HIER_DIRECT/127.2.2.58 text/plain',
    '2026/11/23 03:14:22| WARNING: HTTP: Invalid Response: No object data received for http://127.2.2.58:3000/ AKA http://127.2.2.58:3000/',
    '2026/11/23 03:14:22 kid1| TCP connection to 10.0.0.9/3000 failed',
    '2026/11/23 03:14:53| storeLateRelease: released 0 objects',
  ],
} satisfies Dialect;

function ofNative(line: string): ReadLine | null {
  const parts = NATIVE.exec(line);
  if (!parts) return null;
  const [, time, ms, , result = '', status, bytes, method, target, , , peer] = parts;
  const own = { kind: 'access', at: milliseconds(time), method: said(method), target: said(target) } as const;
  const numbers = { status: numberIn(status), ms: numberIn(ms), bytes: numberIn(bytes) };
  return { ...own, ...numbers, upstream: said(peer), code: codeOf(result, numbers.status) };
}

function ofOurs(line: string): ReadLine | null {
  const parts = OURS.exec(line);
  if (!parts) return null;
  const [, time, method, target, status, bytes, ms, result = '', , peer, id] = parts;
  const own = { kind: 'access', at: instant(time), method: said(method), target: said(target), id: said(id) } as const;
  const numbers = { status: numberIn(status), ms: numberIn(ms), bytes: numberIn(bytes) };
  return { ...own, ...numbers, upstream: peer === '-:-' ? null : said(peer), code: codeOf(result, numbers.status) };
}

function codeOf(result: string, status: number | null): string | null {
  return (status ?? 0) >= 500 || status === 0 || CUT.test(result) ? result : null;
}

function ofCacheLog(line: string): ReadLine | null {
  const parts = CACHE_LOG.exec(line);
  if (!parts) return null;
  const [, time, message = ''] = parts;
  if (!FAILED.test(message)) return NOTHING_WRONG;
  const upstream = /(?:https?:\/\/|connection to )([^\s/]{1,200})/.exec(message)?.[1] ?? null;
  return { kind: 'error', at: instant(time), upstream, message };
}
