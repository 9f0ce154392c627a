import type { Dialect, ReadLine } from '../core/dialect.ts';
import { commonLog } from './forms/common-log.ts';
import { instant } from './forms/instant.ts';
import { jsonLine } from './forms/json-line.ts';
import { milliseconds } from './forms/milliseconds.ts';

/** A syslog endpoint's lines begin with the cache node's name. */
const SYSLOG = /^(?:<\d{1,3}>)?(\d{4}-\d\d-\d\dT\S{8,20}) cache-[\w-]{3,40} [\w-]{1,80}\[\d{1,10}\]: (.*)$/;
/** What Fastly puts in the place of a reason phrase when it answers by itself. */
const REASON =
  /(?:first byte timeout|between bytes timeout|backend (?:read|write|fetch) error|connection (?:timed out|refused)|Backend is unhealthy|No stale object available|backend is (?:un)?healthy|certificate [\w ]{3,40}|Maximum threads for service reached|SSL [\w ]{3,40})/i;

export default {
  name: 'fastly',
  title: 'Fastly log',
  gateway: 'fastly',
  playable: false,
  source: 'https://www.fastly.com/documentation/guides/integrations/logging/useful-log-formats/',
  read: (line) => (line.startsWith('{') ? ofJson(line) : ofSyslog(line)),
  examples: [
    '<134>2026-11-23T03:14:22Z cache-fra19123 shop-log[123456]: 10.0.0.7 - - [23/Nov/2026:03:14:22 +0000] "GET /cart HTTP/1.1" 503 450 "backend read error"',
    '{"timestamp":"2026-11-23T03:14:22+0000","client_ip":"10.0.0.7","request_method":"GET","url":"/cart","response_status":503,"response_reason":"first byte timeout","response_body_size":450,"fastly_server":"cache-fra19123","fastly_is_edge":true}',
    '{"timestamp":"2026-11-23T03:14:22+0000","request_method":"GET","url":"/","response_status":200,"response_reason":"OK","fastly_server":"cache-fra19123"}',
  ],
} satisfies Dialect;

function ofSyslog(line: string): ReadLine | null {
  const parts = SYSLOG.exec(line);
  if (!parts) return null;
  const [, time, text = ''] = parts;
  if (text.startsWith('{')) return ofJson(text, true);
  const read = commonLog(text);
  const reason = REASON.exec(read?.rest ?? text)?.[0] ?? null;
  if (!read) return reason === null ? null : { kind: 'error', at: instant(time), message: reason };
  const { before: _, between: __, rest: ___, ...own } = read;
  return { ...own, message: (own.status ?? 0) >= 500 ? reason : null };
}

/** There is no form of its own: these are the names of its examples. */
function ofJson(line: string, sure = false): ReadLine | null {
  const fields = jsonLine(line, sure ? '{' : 'fastly_');
  const status = fields?.number('response_status', 'status') ?? null;
  if (!fields || status === null) return null;
  const reason = fields.text('response_reason', 'reason', 'fastly_error');
  return {
    kind: 'access',
    at: instant(fields.text('timestamp', 'time_start')?.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')),
    method: fields.text('request_method', 'method'),
    target: fields.text('url', 'request_url'),
    status,
    ms: milliseconds(fields.text('time_elapsed', 'elapsed') ?? undefined),
    bytes: fields.number('response_body_size', 'bytes'),
    upstream: fields.text('backend', 'backend_name'),
    message: status >= 500 ? reason : null,
  };
}
