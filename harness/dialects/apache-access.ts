import type { Dialect, ReadLine } from '../core/dialect.ts';
import { combinedLine } from './forms/combined-line.ts';
import { commonLog } from './forms/common-log.ts';
import { numberIn } from './forms/number-in.ts';

/** What people add: the time in microseconds (%D), or as ours does in milliseconds, and an id. */
const TIME = /^(?: "(?:[^"\\]|\\.)*" "(?:[^"\\]|\\.)*")? (\d{1,12})(ms|us)?(?: id=(\S{1,200}))?$/;

export default {
  name: 'apache-access',
  title: 'Apache httpd access log',
  gateway: 'apache',
  playable: true,
  source: 'https://httpd.apache.org/docs/2.4/mod/mod_log_config.html',
  read: (line) => combinedLine(line) ?? ofExtended(line),
  examples: [
    '[23/Nov/2026:03:14:22 +0000] 127.1.0.63:8080 "GET / HTTP/1.1" 502 381 3ms id=steps-1',
    '10.0.0.7 - - [23/Nov/2026:03:14:22 +0000] "POST /pay HTTP/1.1" 503 299 "-" "curl/8.5.0"',
    'shop.example:80 10.0.0.7 - - [23/Nov/2026:03:14:22 +0000] "GET /cart HTTP/1.1" 502 381 "-" "curl/8.5.0" 1001234',
  ],
} satisfies Dialect;

function ofExtended(line: string): ReadLine | null {
  const read = commonLog(line);
  const parts = read ? TIME.exec(read.rest) : null;
  if (!read || !parts) return null;
  const { before: _, between: __, rest: ___, ...own } = read;
  const time = numberIn(parts[1]);
  return { ...own, ms: time === null || parts[2] === 'ms' ? time : Math.round(time / 1000), id: parts[3] ?? null };
}
