import { openBody } from './body.ts';
import type { Cache } from './cache.ts';
import type { ClientConnection } from './client-connection.ts';
import type { ClientFraming } from './client-framing.ts';
import type { RequestHead } from './request-parser.ts';
import { Upload } from './upload.ts';

/** One request of a client and what becomes of it. */
export interface Exchange {
  readonly client: ClientConnection;
  readonly request: RequestHead;
  readonly upload: Upload;
  /** Fires when the client goes away. */
  readonly gone: AbortSignal;
  /** When it began, on the clock of performance.now(). */
  readonly startedAt: number;
  /** The cache of the listener; null where there is none. */
  readonly cache: Cache | null;
  /** The upstream that it was sent to last, for the log. */
  upstream: string | null;
  /** How the final response is delimited once its head was sent; null before. */
  begun: ClientFraming | null;
  /** Whether the client's connection stays open after it: decided when the head is sent. */
  keep: boolean;
}

/**
 * Begins the exchange for a request, and watches its client. A FIN counts as going away, as in nginx: a client that only
 * half-closes cannot be told from one that has left, and whose request nobody needs any more.
 */
export function beginExchange(
  client: ClientConnection,
  request: RequestHead,
  { startedAt, cache }: Pick<Exchange, 'startedAt' | 'cache'>,
): Exchange {
  const leaving = new AbortController();
  const leave = () => {
    if (client.ended) leaving.abort();
  };
  client.watch(leave);
  leave();
  const upload = new Upload(request, openBody(request.framing, client));
  return { client, request, upload, gone: leaving.signal, startedAt, cache, upstream: null, begun: null, keep: false };
}
