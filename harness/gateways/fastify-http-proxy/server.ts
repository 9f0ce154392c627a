import { readFileSync } from 'node:fs';
import { METHODS } from 'node:http';
import proxy from '@fastify/http-proxy';
import fastify, { type HTTPMethods } from 'fastify';
import type { GatewaySetup } from '../../core/gateway.ts';
import { CORRELATION_HEADER } from '../../core/http.ts';
import { rawOptions } from '../../core/raw-options.ts';
import { routesOf } from '../../core/routes-of.ts';
import { schemeOf } from '../../core/scheme-of.ts';
import { verifiedBy } from '../../core/verified-by.ts';

/** What the program reads from the file that is its only argument. */
export type Configuration = Pick<GatewaySetup, 'slots' | 'settings' | 'timeouts' | 'resolver' | 'tls'>;

process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));

const { slots, settings, timeouts, resolver, tls } = JSON.parse(
  readFileSync(process.argv[2] ?? '', 'utf8'),
) as Configuration;

// Node's own client, one of the three that the library offers. With undici, its default, a timeout of one second ends
// anywhere up to two: undici's timers are coarse on purpose (https://github.com/nodejs/undici/issues/3798).
// Its one timeout spans look-up, connection and silence; with names to look up it leaves room for the resolver's own, or
// the two of one second would race for the answer.
// Who finds so many at one upstream waits without end.
const limit = settings.pool && { maxSockets: settings.pool.connections };
const http = {
  agentOptions: { keepAlive: settings.keepalive, ...limit, ...(tls ? { ...verifiedBy(tls) } : {}) },
  // By default nothing is verified.
  requestOptions: { timeout: timeouts.read + (resolver ? timeouts.connect : 0), rejectUnauthorized: true },
};

for (const slot of slots) {
  // The log's reqId is then the correlation id.
  const server = fastify({ logger: true, requestIdHeader: CORRELATION_HEADER.toLowerCase() });
  for (const method of METHODS) {
    if (!server.supportedMethods.includes(method)) server.addHttpMethod(method, { hasBody: true });
  }
  for (const { prefix, address } of routesOf(slot)) {
    server.register(proxy, {
      prefix,
      rewritePrefix: prefix,
      upstream: `${schemeOf(settings)}://${address.host}:${address.port}`,
      http,
      // All that Node can read; by default LOCK and the like are a 404.
      httpMethods: server.supportedMethods as HTTPMethods[],
      // No retries, as everywhere: by default a GET that is answered 503 is sent again, up to ten times. The option
      // maxRetriesOn503 cannot say so (0 counts as not given); no methods to retry can.
      retryMethods: [],
      ...rawOptions(settings, 'fastify-http-proxy'),
    });
  }
  await server.listen(slot.listen);
}
