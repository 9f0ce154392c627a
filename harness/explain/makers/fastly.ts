import { BAD_ANSWER, BROKEN_OFF, NO_TLS, NOT_CONNECTED } from '../causes.ts';
import type { ErrorType } from '../error-type.ts';
import type { Maker, Page } from '../maker.ts';

/** Like that of Varnish 3, with `Guru Mediation` (so spelt) and the name of the cache. */
function page(reason: string, causes: readonly ErrorType[]): Page {
  const type =
    '<\\?xml version="1\\.0" encoding="utf-8"\\?>\\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1\\.0 Strict//EN"\\n ?"http://www\\.w3\\.org/TR/xhtml1/DTD/xhtml1-strict\\.dtd">\\n';
  const head = `<html>\\n {2}<head>\\n {4}<title>\\d{3} ${reason}</title>\\n {2}</head>\\n {2}<body>`;
  const said = `\\n {4}<h1>Error \\d{3} ${reason}</h1>\\n {4}<p>${reason}</p>`;
  const foot =
    '\\n {4}<h3>Guru Mediation:</h3>\\n {4}<p>Details: (?<id>cache-[a-z0-9-]+ \\d+ \\d+)</p>\\n {4}<hr>\\n {4}<p>Varnish cache server</p>\\n {2}</body>\\n</html>';
  return { status: /^[45]/, body: new RegExp(`^${type}${head}${said}${foot}$`, 'i'), causes };
}

export default {
  name: 'fastly',
  title: 'Fastly',
  source: 'https://docs.fastly.com/en/guides/common-503-errors',
  server: null,
  traces: [
    ['X-Served-By', /\bcache-[a-z0-9-]+-[A-Z]{3}\b/],
    ['X-Timer', /^S\d+\.\d+,VS/],
  ],
  pages: [
    page('backend read error', [...BROKEN_OFF, ...BAD_ANSWER]),
    page('first byte timeout', ['connection_read_timeout']),
    page('between bytes timeout', ['http_response_timeout', 'connection_read_timeout']),
    page('connection (?:timed out|refused)', NOT_CONNECTED),
    page('(?:backend is unhealthy|all backends failed or unhealthy|no healthy backends?)', ['destination_unavailable']),
    page('(?:backend\\.max_conn reached|backend write error)', ['connection_limit_reached', 'connection_terminated']),
    page(
      "(?:SSL handshake error|unable to get local issuer certificate|hostname doesn't match[^<]*|certificate [^<]{2,60})",
      NO_TLS,
    ),
    page('[^<\\n]{2,120}', []),
  ],
  lookAt: "Fastly's log streaming of this service (fetch errors), with the cache's name from the page",
} satisfies Maker;
