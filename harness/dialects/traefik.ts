import type { Dialect, ReadLine } from '../core/dialect.ts';
import { commonLog } from './forms/common-log.ts';
import { instant } from './forms/instant.ts';
import { jsonLine } from './forms/json-line.ts';
import { NOTHING_WRONG } from './forms/nothing-wrong.ts';
import { numberIn } from './forms/number-in.ts';
import { pairs } from './forms/pairs.ts';
import { said } from './forms/said.ts';

const NANOSECONDS = 1e6;
/** Behind the octets of the common form: referer, user agent, count, router, server, time. */
const REST = /^ "(?:[^"\\]|\\.)*" "(?:[^"\\]|\\.)*" \d+ "([^"]*)" "([^"]*)" (\d+)ms$/;
/** The log of version 3, as a console shows it. */
const CONSOLE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S{0,10}) (TRC|DBG|INF|WRN|ERR|FTL|PNC) (?:(\S{1,300}) > )?(.*)$/;
/** The log of version 2. */
const LOGFMT = /^time="([^"]{1,40})" level=(\w{1,10}) msg="((?:[^"\\]|\\.)*)"/;
/** What the proxy says when it answers by itself: version 3, and version 2. */
const ANSWERED = /^'?([45]\d\d) [A-Z][\w ]{1,40}'?(?: (?:error="?|caused by: )|$)/;
const COPY = /ReverseProxy read error during body copy/;

export default {
  name: 'traefik',
  title: 'Traefik log and access log',
  gateway: 'traefik',
  playable: true,
  source: 'https://doc.traefik.io/traefik/observability/access-logs/',
  read: (line) =>
    line.startsWith('{') ? (ofAccess(line) ?? ofJson(line)) : (ofConsole(line) ?? ofLogfmt(line) ?? ofCommon(line)),
  examples: [
    '{"ClientAddr":"127.0.0.1:57198","ClientHost":"127.0.0.1","DownstreamContentSize":11,"DownstreamStatus":502,"Duration":1455361,"OriginContentSize":11,"OriginDuration":1336415,"OriginStatus":502,"RequestCount":3,"RequestHost":"shop.example","RequestMethod":"POST","RequestPath":"/orders","RequestProtocol":"HTTP/1.1","RetryAttempts":0,"RouterName":"app@file","ServiceAddr":"127.2.2.122:3000","StartUTC":"2026-11-23T03:14:23.594539612Z","level":"info","msg":"","time":"2026-11-23T03:14:23Z"}',
    '{"ClientHost":"127.0.0.1","DownstreamContentSize":512,"DownstreamStatus":200,"Duration":1822319,"OriginStatus":0,"RequestMethod":"GET","RequestPath":"/","RouterName":"app@file","ServiceAddr":"127.2.2.118:3000","StartUTC":"2026-11-23T03:14:33.076589554Z"}',
    '2026-11-23T03:14:39Z DBG github.com/traefik/traefik/v3/pkg/proxy/httputil/proxy.go:199 > 502 Bad Gateway error="dial tcp 127.2.2.114:3000: connect: connection refused"',
    '2026-11-23T03:14:34Z DBG log/log.go:244 > httputil: ReverseProxy read error during body copy: read tcp 127.0.0.1:50480->127.2.2.117:3000: read: connection reset by peer',
    '2026-11-23T03:14:23Z DBG github.com/traefik/traefik/v3/pkg/server/service/loadbalancer/wrr/wrr.go:251 > Service selected by WRR: http://127.2.2.122:3000',
    'time="2026-11-23T03:14:23Z" level=debug msg="\'502 Bad Gateway\' caused by: EOF"',
    '{"level":"debug","error":"EOF","time":"2026-11-23T03:14:23Z","caller":"github.com/traefik/traefik/v3/pkg/proxy/httputil/proxy.go:121","message":"502 Bad Gateway"}',
    '10.0.0.7 - - [23/Nov/2026:03:14:22 +0000] "GET /cart HTTP/1.1" 504 15 "-" "-" 12 "shop@docker" "http://172.18.0.3:80" 30003ms',
  ],
} satisfies Dialect;

function ofAccess(line: string): ReadLine | null {
  const fields = jsonLine(line, '"DownstreamStatus"');
  if (!fields) return null;
  const ms = fields.number('Duration');
  return {
    kind: 'access',
    at: instant(fields.text('StartUTC', 'time') ?? undefined),
    method: fields.text('RequestMethod'),
    target: fields.text('RequestPath'),
    status: fields.number('DownstreamStatus'),
    ms: ms === null ? null : Math.round(ms / NANOSECONDS),
    bytes: fields.number('DownstreamContentSize'),
    upstream: fields.text('ServiceAddr', 'ServiceURL'),
    // Of an answer that was cut while it was copied nothing is known but that it began.
    code: fields.number('OriginStatus') === 0 && fields.text('ServiceAddr') !== null ? 'OriginStatus=0' : null,
    id: fields.text('request_X-Request-Id', 'SpanId'),
  };
}

function ofJson(line: string): ReadLine | null {
  const fields = jsonLine(line, '"message"');
  const [level, time] = [fields?.text('level'), fields?.text('time')];
  if (!fields || !level || !time || fields.text('event') !== null) return null;
  if (!/^\d{4}-/.test(time) || fields.text('DownstreamStatus', 'method') !== null) return null;
  const [message, error] = [fields.text('message') ?? '', fields.text('error')];
  return errorOf(error === null ? message : `${message} error="${error}"`, time, level.slice(0, 3).toUpperCase());
}

function ofConsole(line: string): ReadLine | null {
  const parts = CONSOLE.exec(line);
  return parts ? errorOf(parts[4] ?? '', parts[1], parts[2]) : null;
}

function ofLogfmt(line: string): ReadLine | null {
  const parts = LOGFMT.exec(line);
  if (!parts) return null;
  const [, time, level = '', text = ''] = parts;
  const error = pairs(line.slice(parts[0].length)).get('error');
  const message = text.replaceAll('\\"', '"');
  return errorOf(error === undefined ? message : `${message} error="${error}"`, time, level.slice(0, 3).toUpperCase());
}

/** What went wrong upstream is told at the debug level; of the others those above a warning count. */
function errorOf(message: string, time: string | undefined, level: string | undefined): ReadLine {
  const status = numberIn(ANSWERED.exec(message)?.[1]);
  const wrong = status !== null || COPY.test(message) || ['ERR', 'FTL', 'PNC'].includes(level ?? '');
  if (!wrong) return NOTHING_WRONG;
  const upstream = /(?:dial tcp |->)([\w.[\]:-]{3,200}:\d{1,5})/.exec(message)?.[1] ?? null;
  return { kind: 'error', at: instant(time), status, upstream, message };
}

function ofCommon(line: string): ReadLine | null {
  const read = commonLog(line);
  const parts = read ? REST.exec(read.rest) : null;
  if (!read || !parts) return null;
  const { before: _, between: __, rest: ___, ...own } = read;
  return { ...own, upstream: said(parts[2]), ms: numberIn(parts[3]) };
}
