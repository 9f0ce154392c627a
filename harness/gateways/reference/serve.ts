import type { Socket } from 'node:net';
import { answerAsLast } from './answer-as-last.ts';
import { answerFailure, answerRefusal } from './answer-failure.ts';
import { answerFromCache } from './answer-from-cache.ts';
import type { Cache } from './cache.ts';
import { ClientConnection, tooSlow } from './client-connection.ts';
import { closeInStages } from './close.ts';
import { beginExchange, type Exchange } from './exchange.ts';
import { forward } from './forward.ts';
import type { Log } from './log.ts';
import { maxForwards } from './max-forwards.ts';
import { type RequestHead, readRequestHead } from './request-parser.ts';
import { type Route, route } from './route.ts';
import { TIMEOUTS } from './timeouts.ts';

/** What a listener serves. */
export interface Site {
  readonly routes: readonly Route[];
  /** Null where nothing is to be stored. */
  readonly cache: Cache | null;
  readonly log: Log;
}

/**
 * Serves a client's connection: its requests one after another, so that pipelined ones are answered in order (RFC 9112
 * section 9.3.2). `siteNow` is asked for each of them. Settles when the connection is closed.
 */
export async function serve(socket: Socket, siteNow: () => Site): Promise<void> {
  const client = new ClientConnection(socket);
  while (await client.requestBegins()) {
    if (!(await serveRequest(client, siteNow()))) return;
  }
  client.destroy();
}

/** One request. True when another may follow; false when the connection was closed. */
async function serveRequest(client: ClientConnection, site: Site): Promise<boolean> {
  const startedAt = performance.now();
  const request = await readHead(client, startedAt, site.log);
  if (request === null) {
    await closeInStages(client, null);
    return false;
  }
  const exchange = beginExchange(client, request, { startedAt, cache: site.cache });
  try {
    await answer(exchange, site);
  } catch (error) {
    await answerFailure(exchange, error, site.log);
  }
  client.watch(null);
  if (exchange.keep) await exchange.upload.settled();
  else await closeInStages(client, exchange.upload);
  return exchange.keep;
}

/** By the gateway itself, from its cache, or by an upstream. */
async function answer(exchange: Exchange, { routes }: Site): Promise<void> {
  if (maxForwards(exchange.request) === 0) return await answerAsLast(exchange);
  if (await answerFromCache(exchange)) return;
  await forward(exchange, route(routes, exchange.request.target).inTurn());
}

/** The request's head, in time; null where it was refused, and that has been answered. */
async function readHead(client: ClientConnection, startedAt: number, log: Log): Promise<RequestHead | null> {
  const deadline = setTimeout(() => client.fail(tooSlow()), TIMEOUTS.clientHead);
  try {
    return await readRequestHead(client);
  } catch (error) {
    await answerRefusal(client, error, startedAt, log);
    return null;
  } finally {
    clearTimeout(deadline);
  }
}
