import { readFileSync } from 'node:fs';
import { Agent, createServer, ServerResponse } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import { createProxyMiddleware, type Plugin } from 'http-proxy-middleware';
import type { GatewaySetup } from '../../core/gateway.ts';
import { CORRELATION_HEADER } from '../../core/http.ts';
import { rawOptions } from '../../core/raw-options.ts';
import { routesOf } from '../../core/routes-of.ts';
import { schemeOf } from '../../core/scheme-of.ts';

/** What the program reads from the file that is its only argument. */
export type Configuration = Pick<GatewaySetup, 'slots' | 'settings' | 'timeouts' | 'tls'>;

process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));

const { slots, settings, timeouts, tls } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Configuration;

// As in http-proxy, whose successor is within: a timeout for answers and none for connects. The agent's holds from a
// socket's creation until the library sets its own, and again while the socket is idle.
// Who finds so many at one upstream waits without end.
const limit = settings.pool && { maxSockets: settings.pool.connections };
const options = { keepAlive: settings.keepalive, timeout: timeouts.connect, ...limit };
const agent = tls ? new TlsAgent({ ...options, ca: tls.ca, servername: tls.name }) : new Agent(options);

/** Logs which request failed, and at which listener. A plug-in, for the option `on.error` would take the place of the library's own answer. */
const sayWhich: Plugin = (proxy) => {
  proxy.on('error', (error, request, response) => {
    const id = request?.headers[CORRELATION_HEADER.toLowerCase()] ?? '-';
    const status = response instanceof ServerResponse ? response.statusCode : '-';
    process.stderr.write(`${request?.headers.host} ${request?.method} ${request?.url} ${status} id=${id}: ${error}\n`);
  });
};

for (const slot of slots) {
  const middlewares = routesOf(slot).map(({ prefix, address }) =>
    createProxyMiddleware({
      target: `${schemeOf(settings)}://${address.host}:${address.port}`,
      pathFilter: prefix,
      agent,
      proxyTimeout: timeouts.read,
      secure: true,
      logger: console,
      plugins: [sayWhich],
      ...rawOptions(settings, 'http-proxy-middleware'),
    }),
  );
  const server = createServer((request, response) => {
    // What Connect and Express do with middlewares: one after another, and the end of all of them is a 404.
    const use = ([middleware, ...rest]: typeof middlewares, error?: unknown): void => {
      if (response.headersSent) return;
      if (error !== undefined || !middleware) response.writeHead(error === undefined ? 404 : 500).end();
      else void middleware(request, response, (thrown) => use(rest, thrown));
    };
    use(middlewares);
  });
  server.listen(slot.listen);
}
