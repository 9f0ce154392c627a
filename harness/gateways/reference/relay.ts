import { openBody } from './body.ts';
import { chunk, LAST_CHUNK } from './chunk.ts';
import { clientFraming } from './client-framing.ts';
import type { Exchange } from './exchange.ts';
import { UpstreamFailure } from './failures.ts';
import { mayKeepClient } from './persistence.ts';
import { nextPiece } from './response-body.ts';
import type { ResponseFraming } from './response-framing.ts';
import type { ResponseHead } from './response-parser.ts';
import { responseHead } from './response-writer.ts';
import type { UpstreamConnection } from './upstream-connection.ts';

/**
 * Passes a final response on. Its head is held back until the first piece of its body is there and sound, so that a body
 * that is broken from the start becomes a 502. Rejects with an UpstreamFailure or ClientGone.
 */
export async function relay(
  exchange: Exchange,
  connection: UpstreamConnection,
  head: ResponseHead,
  upstream: ResponseFraming,
): Promise<void> {
  const { client } = exchange;
  const body = openBody(upstream.framing, connection);
  const first = await nextPiece(body);
  refuseContentOf205(head, first);
  const start = begin(exchange, head, upstream);
  const encode = exchange.begun === 'chunked' ? chunk : (content: Buffer) => content;
  const recording = exchange.cache?.note(exchange.request, head, upstream, exchange.startedAt);
  if (first) recording?.add(first);
  await client.send(first ? Buffer.concat([start, encode(first)]) : start);
  for (let piece = first && (await nextPiece(body)); piece; piece = await nextPiece(body)) {
    recording?.add(piece);
    await client.send(encode(piece));
  }
  recording?.complete();
  if (exchange.begun === 'chunked') await client.send(LAST_CHUNK);
}

/** The head for the client; from here on there is no other status to send. */
function begin(exchange: Exchange, head: ResponseHead, upstream: ResponseFraming): Buffer {
  const framing = clientFraming(exchange.request, head, upstream);
  const length = framing === 'length' ? (upstream.length ?? 0) : upstream.length;
  exchange.begun = framing;
  exchange.keep = mayKeepClient(exchange, head);
  return responseHead(head, { framing, length, keep: exchange.keep });
}

/** RFC 9110 section 15.3.6. */
function refuseContentOf205(head: ResponseHead, first: Buffer | null): void {
  if (head.status === 205 && first) throw new UpstreamFailure('http_protocol_error', 'a 205 with content');
}
