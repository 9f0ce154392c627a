import type { Dialect, ReadLine } from '../core/dialect.ts';
import { instant } from './forms/instant.ts';
import { NOTHING_WRONG } from './forms/nothing-wrong.ts';
import { numberIn } from './forms/number-in.ts';
import { requestWords } from './forms/request-words.ts';
import { said } from './forms/said.ts';

const FROM = String.raw`^(?:[\da-fA-F.:]{2,45}:\d{1,5}|unix:\d{1,6}|-) \[(\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d\.\d{3})\] `;
const COUNTS = String.raw`\d+\/\d+\/\d+\/\d+\/\+?\d+ \d+\/\d+`;
const HTTP = new RegExp(
  String.raw`${FROM}\S{1,200} (\S{1,400})\/(\S{1,200}) ([-+\d/]{5,80}) (-?\d{1,3}) \+?(\d+) \S+ \S+ (\S{4}) ${COUNTS} (?:.*? )??"([^"]*)"?`,
);
const TCP = new RegExp(String.raw`${FROM}\S{1,200} (\S{1,400})\/(\S{1,200}) ([-+\d/]{5,80}) \+?(\d+) (\S\S) ${COUNTS}`);
const ERROR = new RegExp(String.raw`${FROM}(\S{1,200}): ([A-Z].{3,400})$`);
/** `Server app/one is DOWN, reason: …`, with the level in front of it where it went to stderr. */
const HEALTH =
  /^(?:\[(?:ALERT|WARNING|NOTICE)\] +(?:\d+\/\d+ )?\(\d+\) : )?((?:Backup )?[Ss]erver (\S{1,300}) is (?:DOWN|UP)|backend '?(\S{1,300})' has no server available!|Health check for server (\S{1,300}) failed)(.*)$/;
const STDERR = /^\[(ALERT|WARNING|NOTICE)\] +(?:\d+\/\d+ )?\(\d+\) : (.{1,1000})$/;

export default {
  name: 'haproxy',
  title: 'HAProxy log',
  gateway: 'haproxy',
  playable: true,
  source: 'https://docs.haproxy.org/2.6/configuration.html#8',
  read: (line) => ofHttp(line) ?? ofTcp(line) ?? ofHealth(line) ?? ofError(line),
  examples: [
    '127.0.0.1:53298 [23/Nov/2026:03:14:22.178] slot62 slot62-app/app 0/0/0/-1/2 502 209 - - SH-- 1/1/0/0/0 0/0 {steps-1|127.1.1.96} "GET / HTTP/1.1"',
    '10.0.1.2:33317 [23/Nov/2026:12:14:14.655] http-in static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {1wt.eu} {} "GET /index.html HTTP/1.1"',
    '127.0.0.1:45618 [23/Nov/2026:03:14:39.372] slot55 slot55-app/app 0/0/-1/-1/0 503 217 - - SC-- 1/1/0/0/3 0/0 "POST /orders HTTP/1.1"',
    '10.0.0.7:60734 [23/Nov/2026:03:14:30.815] www www/<NOSRV> -1/-1/-1/-1/0 400 0 - - PR-- 1/1/0/0/0 0/0 "<BADREQ>"',
    '10.0.1.2:33313 [23/Nov/2026:12:12:51.443] fnt bck/srv1 0/0/5007 212 -- 0/0/0/0/3 0/0',
    '[WARNING]  (8) : Server app/one is DOWN, reason: Layer4 connection problem, info: "Connection refused", check duration: 0ms. 0 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.',
    "backend 'app' has no server available!",
    '10.0.0.7:55012 [23/Nov/2026:03:14:30.815] www/1: SSL handshake failure',
  ],
} satisfies Dialect;

function ofHttp(line: string): ReadLine | null {
  const parts = HTTP.exec(line);
  if (!parts) return null;
  const [, time, backend, server, times = '', status, bytes, flags = '', request] = parts;
  const own = { kind: 'access', at: instant(time), status: numberIn(status), bytes: numberIn(bytes) } as const;
  return {
    ...own,
    ...requestWords(request),
    ms: totalOf(times),
    upstream: `${backend}/${server}`,
    code: codeOf(flags),
  };
}

function ofTcp(line: string): ReadLine | null {
  const parts = TCP.exec(line);
  if (!parts) return null;
  const [, time, backend, server, times = '', bytes, flags = ''] = parts;
  const own = { kind: 'access', at: instant(time), bytes: numberIn(bytes) } as const;
  return { ...own, ms: totalOf(times), upstream: `${backend}/${server}`, code: codeOf(flags) };
}

/** The first two tell how it ended; those behind are of cookies. */
function codeOf(flags: string): string | null {
  return flags.startsWith('--') ? null : flags;
}

/** The last of the times is the whole; a plus says that it was logged before the end. */
function totalOf(times: string): number | null {
  const total = numberIn(times.split('/').at(-1)?.replace('+', ''));
  return total === null || total < 0 ? null : total;
}

function ofHealth(line: string): ReadLine | null {
  const parts = HEALTH.exec(line);
  if (!parts) return null;
  const [, what = '', server, backend, checked, rest = ''] = parts;
  if (/ is UP$/.test(what)) return NOTHING_WRONG;
  return { kind: 'error', upstream: said(server ?? backend ?? checked), message: what + rest };
}

function ofError(line: string): ReadLine | null {
  const own = STDERR.exec(line);
  if (own) return own[1] === 'NOTICE' ? NOTHING_WRONG : { kind: 'error', message: own[2] ?? null };
  const parts = ERROR.exec(line);
  return parts ? { kind: 'error', at: instant(parts[1]), message: parts[3] ?? null } : null;
}
