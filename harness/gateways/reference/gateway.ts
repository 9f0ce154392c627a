import type { Address, Slot } from '../../core/gateway.ts';
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
  /**
   * Goes by another configuration from the next request on; those under way end by the old one. Throws where it has other
   * listeners, and then nothing changes.
   */
  reload(config: ReferenceConfig): void;
}

/** What a slot's listener leads to, and the upstreams whose idle connections end with it. */
interface Served {
  readonly site: Site;
  readonly upstreams: readonly Upstream[];
}

/**
 * Opens every listener. Rejects where one cannot be opened. From there a request goes this way: `listen` -> `serve` (one
 * client connection) -> `readRequestHead` -> `answerFromCache`, or `route` -> `forward` (attempts) -> `Upload` there and `readFinalHead` and
 * `relay` back; what fails on the way ends in `answerFailure`.
 */
export async function startGateway(config: ReferenceConfig, log: Log): Promise<RunningGateway> {
  const listeners: Listener[] = [];
  const served = servedBy(config, log);
  const end = async () => {
    closeIdle(served);
    await Promise.all(listeners.map((listener) => listener[Symbol.asyncDispose]()));
  };
  try {
    for (const { listen: address } of config.slots) {
      listeners.push(await listen(address, (socket) => serve(socket, () => siteAt(served, address))));
    }
  } catch (error) {
    await end();
    throw error;
  }
  const reload = (next: ReferenceConfig) => {
    const keys = next.slots.map(({ listen }) => keyOf(listen));
    if (keys.length !== served.size || !keys.every((key) => served.has(key)))
      throw new Error('it has other listeners, which takes a restart');
    const old = new Map(served);
    for (const [key, one] of servedBy(next, log)) served.set(key, one);
    closeIdle(old);
  };
  return { addresses: listeners.map(({ address }) => address), reload, [Symbol.asyncDispose]: end };
}

function servedBy(config: ReferenceConfig, log: Log): Map<string, Served> {
  return new Map(config.slots.map((slot) => [keyOf(slot.listen), serveSlot(slot, config, log)]));
}

function serveSlot(slot: Slot, config: ReferenceConfig, log: Log): Served {
  const timeouts = { ...config.timeouts, ...slot.settings?.timeouts };
  // What a slot's own settings leave out is not what another one's asked for.
  const usual = slot.settings ? { retries: undefined, pool: undefined } : {};
  const own = { ...config, ...usual, ...slot.settings, timeouts };
  const routes = routesOf(slot).map(({ prefix, replicas }) => ({
    prefix,
    upstreams: replicas.map((replica) => upstreamOf(replica, own)),
  }));
  const site: Site = {
    routes: routes.map((route) => ({ prefix: route.prefix, replicas: new Replicas(route.upstreams) })),
    cache: (slot.settings ?? config).cache ? new Cache() : null,
    log: (entry) => log({ ...entry, listen: keyOf(slot.listen) }),
  };
  return { site, upstreams: routes.flatMap((route) => route.upstreams) };
}

function closeIdle(served: ReadonlyMap<string, Served>): void {
  for (const { upstreams } of served.values()) for (const upstream of upstreams) upstream.close();
}

function siteAt(served: ReadonlyMap<string, Served>, address: Address): Site {
  const one = served.get(keyOf(address));
  if (!one) throw new Error(`nothing is served at ${keyOf(address)}`);
  return one.site;
}

function keyOf({ host, port }: Address): string {
  return `${host}:${port}`;
}

function upstreamOf({ name, address }: Replica, config: ReferenceConfig): Upstream {
  const { timeouts, keepalive, resolver } = config;
  const retries = config.retries !== 'off';
  const limit = config.pool ?? null;
  return new Upstream({ name, address, timeouts, keepalive, retries, limit, resolver, trust: upstreamTls(config) });
}
