import type { Dialect, ReadLine } from '../core/dialect.ts';
import { combinedLine } from './forms/combined-line.ts';
import { commonLog } from './forms/common-log.ts';
import { milliseconds } from './forms/milliseconds.ts';

/** The file of its source, and the request's path. */
const ERROR = /^\[lib\/[\w/.-]{1,80}\.c\] (?:in request:(\S{0,8000}?):([^:].*)|(.*))$/;
const OURS = /^ (\d{1,9}(?:\.\d{1,9})?) id=(\S{1,200})$/;

export default {
  name: 'h2o',
  title: 'H2O logs',
  gateway: 'h2o',
  playable: true,
  source: 'https://h2o.examp1e.net/configure/access_log_directives.html',
  read: (line) => ofError(line) ?? combinedLine(line) ?? ofOurs(line),
  examples: [
    '[lib/core/proxy.c] in request:/cart:connection timeout',
    '[lib/core/proxy.c] in request:/:Name or service not known',
    '[23/Nov/2026:03:14:22 +0000] 127.1.1.31:8080 "GET / HTTP/1.1" 502 16 0.003979 id=steps-1',
    '10.0.0.7 - - [23/Nov/2026:03:14:22 +0000] "GET /cart HTTP/2" 502 16 "-" "curl/8.5.0"',
  ],
} satisfies Dialect;

function ofError(line: string): ReadLine | null {
  const parts = ERROR.exec(line);
  return parts ? { kind: 'error', target: parts[1] ?? null, message: parts[2] ?? parts[3] ?? null } : null;
}

function ofOurs(line: string): ReadLine | null {
  const read = commonLog(line);
  const parts = read ? OURS.exec(read.rest) : null;
  if (!read || !parts) return null;
  const { before: _, between: __, rest: ___, ...own } = read;
  return { ...own, ms: milliseconds(parts[1]), id: parts[2] ?? null };
}
