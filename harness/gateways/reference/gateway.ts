import type { Address } from '../../core/gateway.ts';
import { type Replica, routesOf } from '../../core/routes-of.ts';
import { Cache } from './cache.ts';
import type { ReferenceConfig } from './config.ts';
import { type Listener, listen } from './listener.ts';
import type { Log } from './log.ts';
import { Replicas } from './replicas.ts';
import { type Site, serve } from './serve.ts';
import { Upstream } from './upstream.ts';
import { upstreamTls } from './upstream-tls.ts';

/** The gateway at work. */
export interface RunningGateway extends AsyncDisposable {
  /** Where it listens, slot by slot. */
  readonly addresses: readonly Address[];
}

/**
 * Opens every listener. Rejects where one cannot be opened. From there a request goes this way: `listen` -> `serve` (one
 * client connection) -> `readRequestHead` -> `answerFromCache`, or `route` -> `forward` (attempts) -> `Upload` there and `readFinalHead` and
 * `relay` back; what fails on the way ends in `answerFailure`.
 */
export async function startGateway(config: ReferenceConfig, log: Log): Promise<RunningGateway> {
  const listeners: Listener[] = [];
  const upstreams: Upstream[] = [];
  const end = async () => {
    for (const upstream of upstreams) upstream.close();
    await Promise.all(listeners.map((listener) => listener[Symbol.asyncDispose]()));
  };
  try {
    for (const slot of config.slots) {
      const routes = routesOf(slot).map(({ prefix, replicas }) => ({
        prefix,
        upstreams: replicas.map((replica) => upstreamOf(replica, { ...config, ...slot.settings })),
      }));
      upstreams.push(...routes.flatMap((route) => route.upstreams));
      const site: Site = {
        routes: routes.map((route) => ({ prefix: route.prefix, replicas: new Replicas(route.upstreams) })),
        cache: (slot.settings ?? config).cache ? new Cache() : null,
        log: (entry) => log({ ...entry, listen: `${slot.listen.host}:${slot.listen.port}` }),
      };
      listeners.push(await listen(slot.listen, (socket) => serve(socket, site)));
    }
  } catch (error) {
    await end();
    throw error;
  }
  return { addresses: listeners.map(({ address }) => address), [Symbol.asyncDispose]: end };
}

function upstreamOf({ name, address }: Replica, config: ReferenceConfig): Upstream {
  const { timeouts, keepalive, resolver } = config;
  return new Upstream({ name, address, timeouts, keepalive, resolver, trust: upstreamTls(config) });
}
