import type { Dialect, ReadLine } from '../core/dialect.ts';
import { instant } from './forms/instant.ts';
import { NOTHING_WRONG } from './forms/nothing-wrong.ts';
import { requestWords } from './forms/request-words.ts';

const LINE = /^(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d) \[([a-z]{4,6})\] \d+#\d+: (?:\*(\d+) )?(.*)$/;
const REQUEST = /, request: "([^"]{0,8000})"/;
const UPSTREAM = /, upstream: "[a-z]{2,8}:\/\/(unix:[^":]{1,200}|[^"/]{1,300})/;

/** What is told of the connection. */
const BEHIND = /, (?:client|server|context|request): /;

/** What nginx tells of as a matter of course: a body that went through a file, a start, a client that went after all was done. */
const HARMLESS = /is buffered to a temporary file|^using |client [\w.:]+ closed keepalive connection/;
/** A client that leaves while its upstream works is told of at this level. */
const TOLD_AS_INFO = /client .{0,60}closed connection|upstream/;

export default {
  name: 'nginx-error',
  title: 'nginx error log',
  gateway: 'nginx',
  playable: true,
  source: 'https://nginx.org/en/docs/ngx_core_module.html#error_log',
  read(line) {
    const parts = LINE.exec(line);
    if (!parts) return null;
    const [, time, level = '', connection, text = ''] = parts;
    // Lua writes here too, of what is no nginx's business: see kong and apisix.
    if (text.startsWith('[lua] ')) return null;
    return isHalf(text, connection !== undefined)
      ? null
      : isHarmless(level, text)
        ? NOTHING_WRONG
        : errorOf(text, time, connection);
  },
  examples: [
    '2026/11/23 03:14:22 [error] 1623#1623: *68 upstream prematurely closed connection while reading response header from upstream, client: 127.0.0.1, server: gateway, request: "POST /orders HTTP/1.1", upstream: "http://127.2.1.234:3000/orders", host: "127.1.1.234:8080"',
    '2026/11/23 03:14:34 [error] 865#865: *2 app.example could not be resolved (3: Host not found), client: 127.0.0.1, server: gateway, request: "GET / HTTP/1.1", host: "127.1.4.60:8080"',
    '2026/11/23 03:14:44 [error] 1623#1623: *114 connect() to 127.2.1.224:3000 failed (113: No route to host) while connecting to upstream, client: 127.0.0.1, server: gateway, request: "GET / HTTP/1.1", upstream: "http://127.2.1.224:3000/", host: "127.1.1.224:8080"',
    '2026/11/23 03:14:44 [crit] 7#7: *9 connect() to unix:/run/app.sock failed (2: No such file or directory) while connecting to upstream, client: 10.0.0.7, server: shop.example, request: "GET /cart HTTP/2.0", upstream: "http://unix:/run/app.sock:/cart", host: "shop.example"',
    '2026/11/23 03:14:31 [info] 7#7: *70 epoll_wait() reported that client prematurely closed connection, so upstream connection is closed too while reading response header from upstream, client: 10.0.0.7, server: , request: "GET /slow HTTP/1.1", upstream: "http://10.0.0.9:3000/slow", host: "shop.example"',
    '2026/11/23 03:14:34 [info] 865#865: *2 client 127.0.0.1 closed keepalive connection',
    '2026/11/23 03:14:22 [emerg] 1#1: host not found in upstream "app" in /etc/nginx/conf.d/default.conf:4',
  ],
} satisfies Dialect;

/** Of a connection nginx always says whose it is, behind the message. */
function isHalf(text: string, ofConnection: boolean): boolean {
  return text === '' || text.startsWith('*') || (ofConnection && !BEHIND.test(text) && !HARMLESS.test(text));
}

function isHarmless(level: string, text: string): boolean {
  if (level === 'debug' || level === 'notice' || HARMLESS.test(text)) return true;
  return level === 'info' && !TOLD_AS_INFO.test(text);
}

function errorOf(text: string, time: string | undefined, connection: string | undefined): ReadLine {
  const end = text.search(BEHIND);
  return {
    kind: 'error',
    at: instant(time),
    ...requestWords(REQUEST.exec(text)?.[1]),
    upstream: UPSTREAM.exec(text)?.[1] ?? null,
    message: end < 0 ? text : text.slice(0, end),
    id: connection ? `*${connection}` : null,
  };
}
