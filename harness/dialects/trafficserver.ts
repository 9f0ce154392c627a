import type { Dialect, ReadLine } from '../core/dialect.ts';
import { commonLog } from './forms/common-log.ts';
import { milliseconds } from './forms/milliseconds.ts';
import { NOTHING_WRONG } from './forms/nothing-wrong.ts';
import { numberIn } from './forms/number-in.ts';
import { pairs } from './forms/pairs.ts';
import { said } from './forms/said.ts';

const RESULT = '((?:ERR|TCP|UDP)_[A-Z_]{2,60})';
/** The format `squid`: like Squid's, with results and a hierarchy of its own. */
const SQUID = new RegExp(
  String.raw`^(\d{9,11}\.\d{3}) (\d{1,10}) (\S{1,200}) ${RESULT}\/(\d{3}) (\d{1,15}) ([A-Z_]{1,20}) (\S{1,8000}) (\S{1,200}) ((?:DIRECT|NONE|PARENT|EMPTY|INVALID)[A-Z_]{0,40})\/(\S{1,200}) (\S{1,200})`,
);
const OURS = new RegExp(String.raw`^ (\d{1,12}) ms ${RESULT}( .*)?$`);
/** The formats `extended` and `extended2`: numbers behind the octets, and in the second the result at the end. */
const EXTENDED = new RegExp(
  String.raw`^ (\d{3}) (\d+) (\d+) (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)(?: \S{1,60} \S{1,60} \S{1,60} ${RESULT})?$`,
);
const ERROR_LOG = /^\d{8}\.\d\dh\d\dm\d\ds ((?:CONNECT|RESPONSE)\b.*)$/;
const DIAGS =
  /^\[[A-Z][a-z]{2} [\d ]\d \d\d:\d\d:\d\d\.\d{3}\] (?:\{0x[\da-f]{1,16}\} |\[\w{1,30}(?: \d{1,6})?\] )(NOTE|STATUS|DIAG|WARNING|ERROR|ALERT|FATAL|EMERGENCY): (.*)$/;
/** A start has warnings as well: of files that need not be there. */
const OF_UPSTREAM = /CONNECT|certificate|SNI|origin|parent|server response/i;

export default {
  name: 'trafficserver',
  title: 'Traffic Server logs',
  gateway: 'trafficserver',
  playable: true,
  source: 'https://docs.trafficserver.apache.org/en/9.2.x/admin-guide/logging/examples.en.html',
  read: (line) => ofSquid(line) ?? ofCommon(line) ?? ofErrorLog(line) ?? ofDiags(line),
  examples: [
    '[23/Nov/2026:03:14:22 -0000] 127.1.0.2:8080 "GET / HTTP/1.1" 502 300 3 ms ERR_CONNECT_FAIL upstream=127.2.0.2 status=000 id=steps-1',
    '1795403662.123 7 127.0.0.1 ERR_CONNECT_FAIL/502 476 GET http://shop.example/ - DIRECT/shop.example text/html',
    '10.0.0.7 - - [23/Nov/2026:03:14:22 -0000] "GET http://shop.example/ HTTP/1.1" 502 476 000 0 0 0 196 253 228 0 1 DIRECT FIN FIN ERR_CONNECT_FAIL',
    "20261123.03h14m22s CONNECT: attempt fail [CONNECTION_CLOSED] to 127.2.0.2:3000 for host='127.2.0.2' connection_result=Connection refused [111] error=NULL retry_attempts=0 url='http://127.2.0.2:3000/'",
    "20261123.03h14m22s RESPONSE: sent 127.0.0.1 status 502 (Connection refused) for 'http://127.2.0.2:3000/'",
    '[Nov 23 03:14:49.224] [ET_NET 0] WARNING: Core server certificate verification failed for (upstream.gatecrash.test). Action=Terminate Error=certificate has expired server=127.2.5.232(127.2.5.232) depth=0',
    '[Nov 23 03:14:25.470] [TS_MAIN] NOTE: traffic server running',
  ],
} satisfies Dialect;

function ofSquid(line: string): ReadLine | null {
  const parts = SQUID.exec(line);
  if (!parts) return null;
  const [, time, ms, , result = '', status, bytes, method, target, , , peer] = parts;
  const own = { kind: 'access', at: milliseconds(time), method: said(method), target: said(target) } as const;
  const numbers = { status: numberIn(status), ms: numberIn(ms), bytes: numberIn(bytes) };
  return { ...own, ...numbers, upstream: said(peer), code: codeOf(result, numbers.status) };
}

function ofCommon(line: string): ReadLine | null {
  const read = commonLog(line);
  if (!read) return null;
  const { before: _, between: __, rest, ...own } = read;
  const ours = OURS.exec(rest);
  if (ours) {
    const named = pairs(ours[3] ?? '');
    const words = { upstream: said(named.get('upstream')), id: said(named.get('id')) };
    return { ...own, ...words, ms: numberIn(ours[1]), code: codeOf(ours[2] ?? '', own.status ?? null) };
  }
  const parts = EXTENDED.exec(rest);
  if (!parts) return null;
  // Whole seconds.
  return { ...own, ms: milliseconds(parts[9]), code: codeOf(parts[10] ?? '', own.status ?? null) };
}

/** A hit or a miss is no more than that; what begins with ERR says what went wrong. */
function codeOf(result: string, status: number | null): string | null {
  return result.startsWith('ERR_') || ((status ?? 0) >= 500 && result !== '') ? result : null;
}

function ofErrorLog(line: string): ReadLine | null {
  const message = ERROR_LOG.exec(line)?.[1];
  if (message === undefined) return null;
  const status = numberIn(/ status (\d{3}) /.exec(message)?.[1]);
  const upstream = / to ([\w.[\]:-]{1,200}:\d{1,5}) /.exec(message)?.[1] ?? null;
  return { kind: 'error', status, upstream, message };
}

function ofDiags(line: string): ReadLine | null {
  const parts = DIAGS.exec(line);
  if (!parts) return null;
  const [, level = '', message = ''] = parts;
  if (['NOTE', 'STATUS', 'DIAG'].includes(level) || !OF_UPSTREAM.test(message)) return NOTHING_WRONG;
  return { kind: 'error', upstream: /server=([\w.:-]{1,200})/.exec(message)?.[1] ?? null, message };
}
