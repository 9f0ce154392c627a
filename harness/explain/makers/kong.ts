import { BAD_ANSWER, BROKEN_OFF, NO_NAME, NO_TLS, OF_ITS_OWN, TOO_SLOW } from '../causes.ts';
import type { ErrorType } from '../error-type.ts';
import type { Maker, Page } from '../maker.ts';

/** Kong writes one sentence, in the form that the client's Accept names (kong/pdk/response.lua, ERROR_TEMPLATES). */
function inEveryForm(status: number, sentence: string, causes: readonly ErrorType[]): Page {
  const id = '(?<id>[0-9a-f]{16,40})';
  const json = `\\{\\s*"message":\\s*"${sentence}"(?:,\\s*"request_id":\\s*"${id}")?\\s*\\}`;
  const html = `<!doctype html>\\n<html>\\n {2}<head>\\n {4}<meta charset="utf-8">\\n {4}<title>(?:Kong )?Error</title>\\n {2}</head>\\n {2}<body>\\n {4}<h1>(?:Kong )?Error</h1>\\n {4}<p>${sentence}\\.</p>\\n(?: {4}<p>request_id: (?<id2>[0-9a-f]{16,40})</p>\\n)? {2}</body>\\n</html>`;
  const old = `<html><head><title>Kong Error</title></head><body><h1>Kong Error</h1><p>${sentence}\\.</p></body></html>`;
  const xml = `<\\?xml version="1\\.0" encoding="UTF-8"\\?>\\n<error>\\s*<message>${sentence}</message>(?:\\s*<requestid>(?<id3>[0-9a-f]{16,40})</requestid>)?\\s*</error>`;
  const plain = `${sentence}(?:\\nrequest_id: (?<id4>[0-9a-f]{16,40}))?`;
  return { status: [status], body: new RegExp(`^(?:${json}|${html}|${old}|${xml}|${plain})$`), causes };
}

export default {
  name: 'kong',
  title: 'Kong Gateway',
  source: 'https://github.com/Kong/kong, kong/error_handlers.lua and kong/pdk/response.lua',
  server: /^(?:kong|openresty)(?:\/|$)/i,
  traces: [
    ['Server', /^kong\//i],
    ['Via', /\bkong\//i],
    ['X-Kong-Proxy-Latency', /./],
    ['X-Kong-Response-Latency', /./],
    ['X-Kong-Request-Id', /./],
  ],
  pages: [
    inEveryForm(502, 'An invalid response was received from the upstream server', [
      'connection_refused',
      'destination_ip_unroutable',
      ...BROKEN_OFF,
      ...BAD_ANSWER,
      ...NO_TLS,
    ]),
    inEveryForm(503, 'The upstream server is currently unavailable', ['destination_unavailable']),
    inEveryForm(503, '(?:name resolution failed|failure to get a peer from the ring-balancer)', [
      ...NO_NAME,
      'destination_unavailable',
    ]),
    inEveryForm(504, 'The upstream server is timing out', ['connection_timeout', ...TOO_SLOW]),
    inEveryForm(500, 'An unexpected error occurred', OF_ITS_OWN),
  ],
  lookAt:
    'the error log of Kong (logs/error.log, or the output of its container) and the health of the upstream in its Admin API',
} satisfies Maker;
