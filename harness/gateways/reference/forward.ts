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
 * Sends a request to its upstream and the response back: over an idle connection if there is one, once more over a new
 * one where that is safe. Rejects with an UpstreamFailure, RequestRefused or ClientGone.
 */
export async function forward(exchange: Exchange, upstream: Upstream): Promise<void> {
  if (isLoop(exchange.request.fields)) throw new UpstreamFailure('proxy_loop_detected', 'too many hops');
  const idle = await upstream.reuse();
  if (!idle) return attempt(exchange, upstream, await upstream.open(exchange.gone));
  try {
    await attempt(exchange, upstream, idle);
  } catch (error) {
    if (!mayRetry(error, exchange.request, idle)) throw error;
    await attempt(exchange, upstream, await upstream.open(exchange.gone));
  }
}

/** One exchange on one upstream connection, which is kept or closed in the end. */
async function attempt(exchange: Exchange, upstream: Upstream, connection: UpstreamConnection): Promise<void> {
  const cancel = () => connection.fail(new ClientGone());
  exchange.gone.addEventListener('abort', cancel);
  if (exchange.gone.aborted) cancel();
  try {
    exchange.upload.start(connection, requestHead(exchange.request, upstream));
    const head = await readFinalHead(exchange, connection);
    const framing = responseFraming(head, exchange.request.method);
    await relay(exchange, connection, head, framing);
    release(exchange, upstream, connection, head, framing);
  } catch (error) {
    connection.destroy();
    throw error;
  } finally {
    exchange.gone.removeEventListener('abort', cancel);
  }
}

/** What becomes of the connection after a whole response: kept, left to the rest of the upload, or closed. */
function release(
  { upload }: Exchange,
  upstream: Upstream,
  connection: UpstreamConnection,
  head: ResponseHead,
  framing: ResponseFraming,
): void {
  if (upstream.keepalive && mayReuseUpstream(connection, head, framing, upload)) {
    upstream.keep(connection);
  } else if (connection.writable && !upload.complete) {
    void upload.settled().then(() => connection.destroy());
  } else {
    connection.destroy();
    upload.abandon();
  }
}
