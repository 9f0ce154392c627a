import { BAD_ANSWER, BROKEN_OFF, NO_NAME, NO_TLS, OF_ITS_OWN, TOO_SLOW } from '../causes.ts';
import type { ErrorType } from '../error-type.ts';
import type { Maker, Page } from '../maker.ts';

/** The JSON of Fastify's error handler with a code and a message of @fastify/reply-from. */
function page(
  status: number,
  code: string,
  message: string,
  causes: readonly ErrorType[],
  proof?: Page['proof'],
): Page {
  const body = `\\{"statusCode":${status},"code":"${code}","error":"[A-Za-z ]{3,40}","message":"${message}"\\}`;
  return { status: [status], body: new RegExp(`^${body}$`), causes, proof };
}

const ANY = '(?:[^"\\\\]|\\\\.){0,500}';

export default {
  name: 'fastify-http-proxy',
  title: '@fastify/http-proxy',
  source: '@fastify/reply-from lib/errors.js; recorded from 11.6.3',
  server: null,
  traces: [],
  pages: [
    page(500, 'FST_REPLY_FROM_INTERNAL_SERVER_ERROR', 'connect ECONNREFUSED [^"]{1,200}', ['connection_refused']),
    page(500, 'FST_REPLY_FROM_INTERNAL_SERVER_ERROR', 'getaddrinfo [^"]{1,300}', NO_NAME),
    page(500, 'FST_REPLY_FROM_INTERNAL_SERVER_ERROR', `(?:Parse Error|Response does not match)${ANY}`, BAD_ANSWER),
    page(500, 'FST_REPLY_FROM_INTERNAL_SERVER_ERROR', ANY, [
      ...BROKEN_OFF,
      ...BAD_ANSWER,
      ...NO_TLS,
      ...NO_NAME,
      'destination_ip_unroutable',
      ...OF_ITS_OWN,
    ]),
    page(503, 'FST_REPLY_FROM_SERVICE_UNAVAILABLE', ANY, [
      ...NO_NAME,
      'connection_refused',
      'destination_ip_unroutable',
    ]),
    page(504, 'FST_REPLY_FROM_GATEWAY_TIMEOUT', ANY, ['connection_timeout', 'dns_timeout', ...TOO_SLOW]),
    page(500, 'ECONNRESET', 'Connection Reset', BROKEN_OFF, 'shared'),
  ],
  lookAt: "the log of the Fastify server, in the line with the request's reqId and `err`",
} satisfies Maker;
