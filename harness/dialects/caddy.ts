import type { Dialect, ReadLine } from '../core/dialect.ts';
import { instant } from './forms/instant.ts';
import { type JsonLine, jsonLine } from './forms/json-line.ts';
import { NOTHING_WRONG } from './forms/nothing-wrong.ts';

/** Where it writes to a terminal: a time, a level, the logger and the message between tabs, and the fields as JSON. */
const CONSOLE =
  /^(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})?)\t([A-Z]{4,6})\t(http\.[\w.]{1,60})\t([^\t]{0,2000})(?:\t(\{.*))?$/;

export default {
  name: 'caddy',
  title: 'Caddy log',
  gateway: 'caddy',
  playable: true,
  source: 'https://caddyserver.com/docs/logging',
  read: (line) => (line.startsWith('{') ? ofJson(line) : ofConsole(line)),
  examples: [
    '{"level":"error","ts":1795403666.4178696,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"127.0.0.1","remote_port":"42276","proto":"HTTP/1.1","method":"GET","host":"127.1.3.74:8080","uri":"/next"},"user_id":"","duration":1.001163343,"size":0,"status":504,"resp_headers":{"Server":["Caddy"]}}',
    '{"level":"error","ts":1795403669.609702,"logger":"http.log.error","msg":"net/http: timeout awaiting response headers","request":{"remote_ip":"127.0.0.1","proto":"HTTP/1.1","method":"POST","host":"127.1.0.124:8080","uri":"/orders"},"duration":1.001233677,"status":504,"err_id":"d3tpjfcdu","err_trace":"reverseproxy.statusError (reverseproxy.go:1272)"}',
    '{"level":"error","ts":1795403673.501799,"logger":"http.handlers.reverse_proxy","msg":"reading from backend","error":"read tcp 127.0.0.1:40978->127.2.0.122:3000: read: connection reset by peer"}',
    '{"level":"info","ts":1795403673.5,"logger":"admin","msg":"admin endpoint started","address":"localhost:2019"}',
    '2026/11/23 03:14:29.609\tERROR\thttp.log.error\tdial tcp 10.0.0.9:3000: connect: connection refused\t{"request": {"method": "GET", "uri": "/cart"}, "duration": 0.0006, "status": 502, "err_id": "m7ap9tq6e"}',
  ],
} satisfies Dialect;

function ofJson(line: string): ReadLine | null {
  const fields = jsonLine(line, '"ts"');
  if (!fields?.text('level') || fields.text('msg') === null) return null;
  const ts = fields.text('ts') ?? '';
  const at = /^\d+(?:\.\d+)?$/.test(ts) ? Math.floor(Number(ts) * 1000) : instant(ts);
  const logger = fields.text('logger') ?? '';
  return entryOf(fields, { at, logger, level: fields.text('level') ?? '', msg: fields.text('msg') ?? '' });
}

function ofConsole(line: string): ReadLine | null {
  const parts = CONSOLE.exec(line);
  if (!parts) return null;
  const [, time, level = '', logger = '', msg = '', json] = parts;
  const fields = json === undefined ? null : jsonLine(json, '{');
  return entryOf(fields, { at: instant(time), logger, level: level.toLowerCase(), msg });
}

interface Head {
  readonly at: number | null;
  readonly logger: string;
  readonly level: string;
  readonly msg: string;
}

function entryOf(fields: JsonLine | null, { at, logger, level, msg }: Head): ReadLine {
  const request = fields?.within('request') ?? null;
  if (request !== null && logger.startsWith('http.log')) {
    const error = logger.startsWith('http.log.error');
    const own = { at, ...exchangeOf(fields, request) };
    return error ? { kind: 'error', ...own, upstream: upstreamIn(msg), message: msg } : { kind: 'access', ...own };
  }
  if (level !== 'error' || !logger.startsWith('http.')) return NOTHING_WRONG;
  const error = fields?.text('error');
  const message = error ? `${msg}: ${error}` : msg;
  return { kind: 'error', at, upstream: upstreamIn(message), message };
}

function exchangeOf(fields: JsonLine | null, request: JsonLine): Omit<ReadLine, 'kind'> {
  const seconds = fields?.number('duration') ?? null;
  return {
    method: request.text('method'),
    target: request.text('uri'),
    status: fields?.number('status') ?? null,
    bytes: fields?.number('size') ?? null,
    ms: seconds === null ? null : Math.round(seconds * 1000),
  };
}

function upstreamIn(message: string): string | null {
  return /(?:dial tcp |->)([\w.[\]:-]{3,200}:\d{1,5})/.exec(message)?.[1] ?? null;
}
