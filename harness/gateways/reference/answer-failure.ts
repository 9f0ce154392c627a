import type { ClientConnection } from './client-connection.ts';
import { correlationId } from './correlation-id.ts';
import { describeFailure, errorResponse } from './error-response.ts';
import type { Exchange } from './exchange.ts';
import { ClientGone } from './failures.ts';
import { valuesOf } from './fields.ts';
import type { Log } from './log.ts';
import { mayKeepClient } from './persistence.ts';
import { truncate } from './truncate.ts';

/** Ends an exchange that failed: by an error response, or by a visible cut where the response had begun. */
export async function answerFailure(exchange: Exchange, error: unknown, log: Log): Promise<void> {
  const { client, request, upload, upstream, startedAt } = exchange;
  upload.abandon();
  exchange.keep = exchange.begun === null && mayKeepClient(exchange);
  if (error instanceof ClientGone) return client.destroy();
  const failure = describeFailure(error);
  const event = exchange.begun === null ? 'error' : 'truncated';
  const { type, status } = failure;
  const id = correlationId(request.fields);
  log({ event, error: type, status, id, upstream, ms: since(startedAt), detail: detailOf(error) });
  if (exchange.begun !== null) return truncate(exchange);
  const accept = valuesOf(request.fields, 'accept').join(',');
  const response = errorResponse(failure, { method: request.method, accept, keep: exchange.keep });
  await client.send(response).catch(() => client.destroy());
}

/** Answers a request whose head could not be read; the connection's framing is lost with it. */
export async function answerRefusal(
  client: ClientConnection,
  error: unknown,
  startedAt: number,
  log: Log,
): Promise<void> {
  if (error instanceof ClientGone) return client.destroy();
  const failure = describeFailure(error);
  const { type, status } = failure;
  log({ event: 'error', error: type, status, id: null, upstream: null, ms: since(startedAt), detail: detailOf(error) });
  const response = errorResponse(failure, { method: null, accept: '', keep: false });
  await client.send(response).catch(() => client.destroy());
}

function since(startedAt: number): number {
  return Math.round(performance.now() - startedAt);
}

function detailOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
