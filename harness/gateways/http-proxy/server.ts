import { readFileSync } from 'node:fs';
import { Agent, createServer, ServerResponse } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import httpProxy from 'http-proxy';
import type { Address, GatewaySetup } from '../../core/gateway.ts';
import { CORRELATION_HEADER } from '../../core/http.ts';
import { rawOptions } from '../../core/raw-options.ts';
import { routesOf } from '../../core/routes-of.ts';
import { schemeOf } from '../../core/scheme-of.ts';
import { socketPath } from '../../core/unix-socket.ts';
import { verifiedBy } from '../../core/verified-by.ts';

/** What the program reads from the file that is its only argument. */
export type Configuration = Pick<GatewaySetup, 'slots' | 'settings' | 'timeouts' | 'tls'>;

process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));

const { slots, settings, timeouts, tls } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Configuration;

// The library has a timeout for answers and none for connects. The agent's holds from a socket's creation until the
// library sets its own, and again while the socket is idle.
// Who finds so many at one upstream waits without end.
const limit = settings.pool && { maxSockets: settings.pool.connections };
const options = { keepAlive: settings.keepalive, timeout: timeouts.connect, ...limit };
const agent = tls ? new TlsAgent({ ...options, ...verifiedBy(tls) }) : new Agent(options);
// With `secure`, the default, certificates are verified.
const proxy = httpProxy.createProxyServer({
  agent,
  proxyTimeout: timeouts.read,
  secure: true,
  ...rawOptions(settings, 'http-proxy'),
});
const scheme = schemeOf(settings);

proxy.on('error', (error, request, response) => {
  const id = request.headers[CORRELATION_HEADER.toLowerCase()] ?? '-';
  process.stderr.write(`${request.headers.host} ${request.method} ${request.url} 500 id=${id}: ${error}\n`);
  if (!(response instanceof ServerResponse)) return;
  // From here on word for word the handler in the library's README: its documented use is what is judged.
  response.writeHead(500, {
    'Content-Type': 'text/plain',
  });
  response.end('Something went wrong. And we are reporting a custom error message.');
});

for (const slot of slots) {
  const routes = routesOf(slot);
  const server = createServer((request, response) => {
    const route = routes.find(({ prefix }) => request.url?.startsWith(prefix));
    proxy.web(request, response, { target: route && targetOf(route.address) });
  });
  server.listen(slot.listen);
}

/** The library takes a URL, or an object with the path of a socket. */
function targetOf(address: Address): string | { host: string; port: number; protocol: string; socketPath: string } {
  const path = socketPath(address);
  if (path === null) return `${scheme}://${address.host}:${address.port}`;
  return { host: 'localhost', port: 0, protocol: `${scheme}:`, socketPath: path };
}
