import { setImmediate as nextTurn } from 'node:timers/promises';
import { backOff } from './back-off.ts';
import type { Exchange } from './exchange.ts';
import { ClientGone, UpstreamFailure } from './failures.ts';
import { readFinalHead } from './interim.ts';
import { mayReuseUpstream } from './persistence.ts';
import { relay } from './relay.ts';
import { requestHead } from './request-writer.ts';
import { type ResponseFraming, responseFraming } from './response-framing.ts';
import type { ResponseHead } from './response-parser.ts';
import { mayRetry } from './retry.ts';
import type { Upstream } from './upstream.ts';
import type { UpstreamConnection } from './upstream-connection.ts';
import { isLoop } from './via.ts';

/**
 * Sends a request to an upstream and the response back, in two attempts at most: the first over an idle connection if
 * there is one, the second over a new one to the next replica, or to the same upstream where there is but one. The two
 * share one read timeout, so that all ends within it and a connect timeout each. Rejects with an UpstreamFailure,
 * RequestRefused or ClientGone.
 */
export async function forward(exchange: Exchange, replicas: readonly Upstream[]): Promise<void> {
  if (isLoop(exchange.request.fields)) throw new UpstreamFailure('proxy_loop_detected', 'too many hops');
  const [first, next = first] = replicas;
  if (!first || !next) throw new UpstreamFailure('destination_not_found', 'no upstream');
  let connection: UpstreamConnection | null = null;
  let reused = false;
  let sentAt = Number.POSITIVE_INFINITY;
  exchange.upstream = first.name;
  try {
    using _turn = await first.turn(exchange.gone);
    const idle = await first.reuse();
    reused = idle !== null;
    connection = idle;
    connection ??= await first.open(exchange.gone);
    sentAt = performance.now();
    return await attempt(exchange, first, connection);
  } catch (error) {
    if (!first.retries) throw error;
    const tried = { connection, reused, another: next !== first };
    if (!mayRetry(error, exchange.request, tried)) throw error;
  }
  const spent = Math.max(0, performance.now() - sentAt);
  if (next === first) await backOff();
  exchange.upstream = next.name;
  using _turn = await next.turn(exchange.gone);
  connection = await next.open(exchange.gone);
  await attempt(exchange, next, connection, spent);
}

/** One exchange on one upstream connection, which is kept or closed in the end; `spent` is gone of the read timeout. */
async function attempt(
  exchange: Exchange,
  upstream: Upstream,
  connection: UpstreamConnection,
  spent = 0,
): Promise<void> {
  const cancel = () => connection.fail(new ClientGone());
  exchange.gone.addEventListener('abort', cancel);
  if (exchange.gone.aborted) cancel();
  const deadline = spent === 0 ? undefined : answerWithin(connection, connection.timeouts.read - spent);
  try {
    exchange.upload.start(connection, requestHead(exchange.request, upstream));
    const head = await readFinalHead(exchange, connection);
    clearTimeout(deadline);
    const framing = responseFraming(head, exchange.request.method);
    await relay(exchange, connection, head, framing);
    await release(exchange, upstream, connection, head, framing);
  } catch (error) {
    connection.destroy();
    throw error;
  } finally {
    clearTimeout(deadline);
    exchange.gone.removeEventListener('abort', cancel);
  }
}

function answerWithin(connection: UpstreamConnection, ms: number): NodeJS.Timeout {
  const failure = () => new UpstreamFailure('connection_read_timeout', 'the attempts together took the read timeout');
  return setTimeout(() => connection.fail(failure()), Math.max(1, ms));
}

/** What becomes of the connection after a whole response: kept, left to the rest of the upload, or closed. */
async function release(
  { upload }: Exchange,
  upstream: Upstream,
  connection: UpstreamConnection,
  head: ResponseHead,
  framing: ResponseFraming,
): Promise<void> {
  // Node tells that TLS has sent all a turn later, when the answer may be there already.
  if (upload.received && !upload.complete) await nextTurn();
  if (upstream.keepalive && mayReuseUpstream(connection, head, framing, upload)) {
    upstream.keep(connection);
  } else if (connection.writable && !upload.complete) {
    void upload.settled().then(() => connection.destroy());
  } else {
    connection.destroy();
    upload.abandon();
  }
}
