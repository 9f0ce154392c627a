import type { Dialect, ReadLine } from '../core/dialect.ts';
import { combinedLine } from './forms/combined-line.ts';
import { commonLog } from './forms/common-log.ts';
import { instant } from './forms/instant.ts';
import { NOTHING_WRONG } from './forms/nothing-wrong.ts';
import { numberIn } from './forms/number-in.ts';

/** The file and the line of its source stand in every line. */
const ERROR = /^(?:(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d): )?\(([\w-]{1,40}\.c)\.\d{1,6}\) (.*)$/;
const HARMLESS = /^server\.c|^configfile/;
const OURS = /^ (\d{1,12})ms id=(\S{1,200})$/;

export default {
  name: 'lighttpd',
  title: 'lighttpd logs',
  gateway: 'lighttpd',
  playable: true,
  source: 'https://redmine.lighttpd.net/projects/lighttpd/wiki/Mod_accesslog',
  read: (line) => ofError(line) ?? combinedLine(line) ?? ofOurs(line),
  examples: [
    '2026-11-23 03:14:31: (gw_backend.c.2389) response not received, request sent: 234 on socket: tcp:127.2.2.23:3000 for /?, closing connection',
    '2026-11-23 03:14:39: (gw_backend.c.274) establishing connection failed: socket: tcp:127.2.1.165:3000: Connection refused',
    '2026-11-23 03:14:45: (http-header-glue.c.1128) response headers too large for /',
    '2026-11-23 03:14:20: (server.c.1704) server started (lighttpd/1.4.69)',
    '[23/Nov/2026:03:14:32 +0000] 127.1.2.25:8080 "GET / HTTP/1.1" 504 353 2595ms id=steps-1',
    '10.0.0.7 shop.example - [23/Nov/2026:03:14:22 +0000] "POST /pay HTTP/1.1" 503 299 "-" "curl/8.5.0"',
  ],
} satisfies Dialect;

function ofError(line: string): ReadLine | null {
  const parts = ERROR.exec(line);
  if (!parts) return null;
  const [, time, file = '', message = ''] = parts;
  if (HARMLESS.test(file)) return NOTHING_WRONG;
  const upstream = /\b(?:tcp:([\w.[\]:-]{1,200}:\d{1,5})|(unix:[^\s:]{1,200}))/.exec(message);
  return { kind: 'error', at: instant(time), upstream: upstream?.[1] ?? upstream?.[2] ?? null, message };
}

function ofOurs(line: string): ReadLine | null {
  const read = commonLog(line);
  const parts = read ? OURS.exec(read.rest) : null;
  if (!read || !parts) return null;
  const { before: _, between: __, rest: ___, ...own } = read;
  return { ...own, ms: numberIn(parts[1]), id: parts[2] ?? null };
}
