import type { Dialect, ReadLine } from '../core/dialect.ts';
import { instant } from './forms/instant.ts';
import { type JsonLine, jsonLine } from './forms/json-line.ts';
import { NOTHING_WRONG } from './forms/nothing-wrong.ts';
import { numberIn } from './forms/number-in.ts';
import { pairs } from './forms/pairs.ts';
import { said } from './forms/said.ts';

const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
const REQUEST = String.raw`"([A-Z-]{1,20}) ((?:[^"\\]|\\.)*?)(?: HTTP\/[\d.]{1,3}| -)?"`;
/** The flags' short form, several joined by commas. */
const FLAGS = '(-|[A-Z][A-Za-z0-9]{0,9}(?:,[A-Z][A-Za-z0-9]{0,9})*)';
/** Envoy's own: octets in and out, the duration, that of the upstream, and what is quoted behind them. */
const OWN = new RegExp(
  String.raw`^\[(${TIME})\] ${REQUEST} (\d{1,3}) ${FLAGS} (?:(\S{1,600}) (?:-|"[^"]*"|[^\s"]{1,200}) "([^"]*)" )?(\d+) (\d+) (\d+) (?:-|\d+) "[^"]*" "[^"]*" "([^"]*)" "[^"]*" "([^"]*)"`,
);
const OURS = new RegExp(
  String.raw`^(${TIME}) \S{1,100} ${REQUEST} (\d{1,3}) ${FLAGS} (\S{1,2000}) (\d+) (\d+)ms (.*)$`,
);
const TO_STDERR = /^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}\]\[\d+\]\[(\w+)\]\[\w+\] (?:\[[^\]]{1,300}\] )?(.*)$/;

export default {
  name: 'envoy',
  title: 'Envoy access log',
  gateway: 'envoy',
  playable: true,
  source: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage',
  read: (line) => (line.startsWith('{') ? ofJson(line) : (ofOwn(line) ?? ofOurs(line) ?? ofStderr(line))),
  examples: [
    '2026-11-23T03:14:23.252Z 127.1.0.189:8080 "GET / HTTP/1.1" 502 UPE upstream_reset_before_response_started{protocol_error} 87 1ms upstream=127.2.0.189:3000 failure="-" id=steps-1',
    '2026-11-23T03:14:23.260Z 127.1.0.189:8080 "GET /canary HTTP/1.1" 200 - via_upstream 25 0ms upstream=127.2.0.189:3000 failure="-" id=aftermath-2',
    '[2026-11-23T03:14:00.310Z] "POST /api/v1/locations HTTP/2" 204 - 154 0 226 100 "10.0.35.28" "nsq2http" "cc21d9b0-cf5c-432b-8c7e-98aeb7988cd2" "locations" "tcp://10.0.2.1:80"',
    '[2026-11-23T03:14:00.310Z] "GET /cart HTTP/1.1" 503 UF,URX 0 91 37 - "-" "curl/8.5.0" "cc21d9b0-cf5c-432b-8c7e-98aeb7988cd2" "shop.example" "10.0.0.9:3000"',
    '[2026-11-23T03:14:00.310Z] "GET /cart HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 2 - "-" "curl/8.5.0" "cc21d9b0-cf5c-432b-8c7e-98aeb7988cd2" "shop.example" "10.0.0.9:3000" outbound|80||cart.default.svc.cluster.local 10.0.0.5:40404 10.0.0.1:80 10.0.0.5:40400 - default',
    '{"start_time":"2026-11-23T03:14:00.310Z","method":"GET","path":"/cart","protocol":"HTTP/1.1","response_code":503,"response_flags":"UF","response_code_details":"upstream_reset_before_response_started{remote_connection_failure}","bytes_sent":91,"duration":3,"upstream_host":"10.0.0.9:3000","upstream_transport_failure_reason":"delayed connect error: 111","request_id":"cc21d9b0"}',
    '[2026-11-23 03:14:00.310][7][warning][config] [source/server/options.cc:1] something to look at',
  ],
} satisfies Dialect;

/** What an access line says, whatever its form. */
interface Said {
  readonly time: string | undefined;
  readonly method: string | null;
  readonly target: string | null;
  readonly status: number | null;
  readonly flags: string | null;
  readonly details: string | null;
  readonly failure: string | null;
  readonly bytes: number | null;
  readonly ms: number | null;
  readonly upstream: string | null;
  readonly id: string | null;
}

function ofOwn(line: string): ReadLine | null {
  const parts = OWN.exec(line);
  if (!parts) return null;
  const [, time, method = '', target = '', status, flags, details, failure, , sent, duration, id, upstream] = parts;
  const words = {
    flags: said(flags),
    details: said(details),
    failure: said(failure),
    id: said(id),
    upstream: said(upstream),
  };
  const numbers = { status: numberIn(status), bytes: numberIn(sent), ms: numberIn(duration) };
  return entryOf({ time, method: said(method), target: said(target), ...words, ...numbers });
}

function ofOurs(line: string): ReadLine | null {
  const parts = OURS.exec(line);
  if (!parts) return null;
  const [, time, method, target, status, flags, details, bytes, duration, rest = ''] = parts;
  const named = pairs(rest);
  const ends = {
    failure: said(named.get('failure')),
    id: said(named.get('id')),
    upstream: said(named.get('upstream')),
  };
  const words = { method: said(method), target: said(target), flags: said(flags), details: said(details) };
  return entryOf({ time, ...words, ...ends, status: numberIn(status), bytes: numberIn(bytes), ms: numberIn(duration) });
}

function ofJson(line: string): ReadLine | null {
  const fields: JsonLine | null = jsonLine(line, 'response_flags');
  if (!fields) return null;
  return entryOf({
    time: fields.text('start_time', 'timestamp') ?? undefined,
    method: fields.text('method', ':method'),
    target: fields.text('path', ':path', 'x-envoy-original-path'),
    status: fields.number('response_code', 'status'),
    flags: fields.text('response_flags'),
    details: fields.text('response_code_details'),
    failure: fields.text('upstream_transport_failure_reason'),
    bytes: fields.number('bytes_sent'),
    ms: fields.number('duration'),
    upstream: fields.text('upstream_host'),
    id: fields.text('request_id', 'x-request-id'),
  });
}

/** The details tell who made an answer; of a success that is of no interest. */
function entryOf({ time, flags, details, failure, ...same }: Said): ReadLine {
  const wrong = flags !== null || (same.status ?? 0) >= 500;
  const more = failure !== null && !details?.includes(failure) ? `upstream transport failure reason: ${failure}` : null;
  const message = [details, more].filter((one) => one !== null).join(', ');
  return { kind: 'access', at: instant(time), ...same, code: flags, message: wrong && message !== '' ? message : null };
}

function ofStderr(line: string): ReadLine | null {
  const parts = TO_STDERR.exec(line);
  if (!parts) return null;
  const [, level = '', message = ''] = parts;
  return level === 'error' || level === 'critical' ? { kind: 'error', message } : NOTHING_WRONG;
}
