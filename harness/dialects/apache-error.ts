import type { Dialect } from '../core/dialect.ts';
import { instant } from './forms/instant.ts';
import { NOTHING_WRONG } from './forms/nothing-wrong.ts';

const LINE =
  /^\[([A-Z][a-z]{2} [A-Z][a-z]{2} [\d ]\d \d\d:\d\d:\d\d(?:\.\d{1,6})? \d{4})\] \[(\w*):(\w{4,6})\] \[pid (\d+)(?::tid (\d+))?\] (.*)$/;
const ADDRESS = String.raw`([\w.[\]:-]{1,200}:\d{1,5})`;
const UPSTREAM = new RegExp(
  String.raw`(?:remote server|attempt to connect to|failed to|returned by|\[remote) ${ADDRESS}`,
);
const BACKEND = /(?:failed to make connection to backend:|connection for) \(?([\w.:-]{1,200})/;
/** Failures of TLS towards a backend are told at the level of information. */
const TOLD_AS_INFO = /SSL Proxy/;

export default {
  name: 'apache-error',
  title: 'Apache httpd error log',
  gateway: 'apache',
  playable: true,
  source: 'https://httpd.apache.org/docs/2.4/mod/core.html#errorlogformat',
  read(line) {
    const parts = LINE.exec(line);
    if (!parts) return null;
    const [, time, , level = '', process, thread, text = ''] = parts;
    if (['notice', 'info', 'debug'].includes(level) && !TOLD_AS_INFO.test(text)) return NOTHING_WRONG;
    // What modules say as they start is about no request.
    if (level === 'warn' && /^AH\d{5}: Init: /.test(text)) return NOTHING_WRONG;
    const message = text.replace(/\[(?:client|remote) [^\]]{1,100}\] ?/, '').replace(/, referer: .*$/, '');
    return {
      kind: 'error',
      at: instant(time),
      upstream: UPSTREAM.exec(text)?.[1] ?? BACKEND.exec(text)?.[1] ?? null,
      code: /\bAH\d{5}\b/.exec(message)?.[0] ?? null,
      message,
      // A thread has one request at a time.
      id: thread === undefined ? process : `${process}:${thread}`,
    };
  },
  examples: [
    '[Mon Nov 23 03:14:22.140595 2026] [proxy_http:error] [pid 37:tid 108] (20014)Internal error (specific information not available): [client 127.0.0.1:55858] AH01102: error reading status line from remote server 127.2.0.63:3000',
    '[Mon Nov 23 03:14:39.300229 2026] [proxy:error] [pid 37:tid 136] (111)Connection refused: AH00957: http: attempt to connect to 127.2.0.56:3000 (127.2.0.56:3000) failed',
    '[Mon Nov 23 03:14:39.300249 2026] [proxy_http:error] [pid 37:tid 136] [client 127.0.0.1:52688] AH01114: HTTP: failed to make connection to backend: 127.2.0.56, referer: https://shop.example/',
    '[Mon Nov 23 03:14:46.549752 2026] [ssl:error] [pid 1031:tid 1100] [remote 127.2.4.153:3000] AH02039: Certificate Verification: Error (10): certificate has expired',
    '[Mon Nov 23 03:14:46.549752 2026] [ssl:info] [pid 1031:tid 1100] [remote 127.2.4.153:3000] AH02003: SSL Proxy connect failed',
    '[Sat Nov 21 03:14:20.000000 2026] [mpm_event:notice] [pid 37:tid 37] AH00489: Apache/2.4.71 (Debian) configured -- resuming normal operations',
  ],
} satisfies Dialect;
