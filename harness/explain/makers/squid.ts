import { BAD_ANSWER, BROKEN_OFF, NO_NAME, NO_TLS, NOT_CONNECTED, TOO_SLOW } from '../causes.ts';
import type { ErrorType } from '../error-type.ts';
import type { Maker, Page } from '../maker.ts';

/** The beginning of every page, in all of its languages; and the comment with the error's name at the end. */
function page(error: string, causes: readonly ErrorType[]): Page {
  const head =
    '<!DOCTYPE html PUBLIC [^>\\n]{10,120}>\\n<html><head>\\n<meta type="copyright" content="Copyright \\(C\\) 1996-\\d{4} The Squid Software Foundation and contributors">';
  return { status: /^[45]/, body: new RegExp(`^${head}`), head: { 'X-Squid-Error': new RegExp(`^${error}`) }, causes };
}

export default {
  name: 'squid',
  title: 'Squid',
  source: 'Squid errors/en and src/errorpage.cc; recorded from 5.7',
  server: /^squid(?:\/|$)/i,
  traces: [
    ['Server', /^squid(?:\/|$)/i],
    ['Via', /\(squid(?:\/|\))/i],
    ['X-Squid-Error', /./],
  ],
  pages: [
    page('ERR_CONNECT_FAIL 111\\b', ['connection_refused']),
    page('ERR_CONNECT_FAIL 110\\b', ['connection_timeout']),
    page('ERR_CONNECT_FAIL (?:101|113)\\b', ['destination_ip_unroutable']),
    page('ERR_(?:CONNECT_FAIL|CANNOT_FORWARD)\\b', [...NOT_CONNECTED, 'destination_unavailable']),
    page('ERR_DNS_FAIL\\b', NO_NAME),
    page('ERR_(?:ZERO_SIZE_OBJECT|READ_ERROR|WRITE_ERROR)\\b', BROKEN_OFF),
    page('ERR_INVALID_RESP\\b', BAD_ANSWER),
    page('ERR_TOO_BIG\\b', ['http_response_body_size', 'http_response_header_section_size']),
    page('ERR_(?:READ_TIMEOUT|LIFETIME_EXP)\\b', TOO_SLOW),
    page('ERR_SECURE_CONNECT_FAIL\\b', NO_TLS),
    page('ERR_ACCESS_DENIED\\b', ['http_request_denied']),
    page('ERR_', []),
  ],
  lookAt:
    'cache.log and access.log of Squid (`TCP_MISS_ABORTED`, `HIER_NONE`), and the errno behind the name in X-Squid-Error',
} satisfies Maker;
