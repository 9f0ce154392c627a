import { connect } from 'node:net';
import type { FixedPlaces, Found, Gateway } from '../core/gateway.ts';
import { routesByLength } from './routes-by-length.ts';
import type { UrlConfig } from './url-config.ts';

/** How long an accept is waited for, in milliseconds. */
const PATIENCE = 2000;

/** A gateway that runs already: nothing of it is started or stopped, and of its processes and log nothing is known. */
export function urlGateway(name: string, config: UrlConfig): Gateway {
  const { url, listen, upstreams, host } = config;
  const { tls } = listen;
  const fixed: FixedPlaces = {
    listen,
    upstreams,
    routes: routesByLength(config.routes, upstreams),
    host,
    tls,
    running: true,
  };
  return {
    name,
    title: name,
    summary: `runs already at ${url}`,
    embedded: false,
    features: config.features,
    slots: 1,
    timeouts: config.timeouts ?? undefined,
    fixed,
    image: null,
    find: () => find(config),
    launch: () => ({ files: {}, command: [url], stop: 'SIGTERM', running: true }),
  };
}

async function find({ url, listen: { host, port } }: UrlConfig): Promise<Found> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host, port, timeout: PATIENCE });
  socket.once('connect', () => resolve(true));
  socket.once('timeout', () => resolve(false));
  socket.once('error', () => resolve(false));
  const accepts = await promise;
  socket.destroy();
  if (accepts) return { found: true, program: url, version: '-' };
  return { found: false, reason: `nobody accepts connections at ${url}; start it, or correct \`url\`` };
}
