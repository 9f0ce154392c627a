import { type Body, openBody } from './body.ts';
import { chunk, LAST_CHUNK } from './chunk.ts';
import { clientFraming } from './client-framing.ts';
import type { Exchange } from './exchange.ts';
import { UpstreamFailure } from './failures.ts';
import { mayKeepClient } from './persistence.ts';
import { LineError } from './read-line.ts';
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
  const { client, request } = exchange;
  const body = openBody(upstream.framing, connection);
  const first = await nextPiece(body);
  if (head.status === 205 && first) throw new UpstreamFailure('http_protocol_error', 'a 205 with content');
  const framing = clientFraming(request, head, upstream);
  const length = framing === 'length' ? (upstream.length ?? 0) : upstream.length;
  exchange.keep = mayKeepClient(exchange);
  exchange.begun = framing;
  const encode = framing === 'chunked' ? chunk : (content: Buffer) => content;
  const start = responseHead(head, { framing, length, keep: exchange.keep });
  await client.send(first ? Buffer.concat([start, encode(first)]) : start);
  for (let piece = first && (await nextPiece(body)); piece; piece = await nextPiece(body)) {
    await client.send(encode(piece));
  }
  if (framing === 'chunked') await client.send(LAST_CHUNK);
}

/** The next piece of a response body; what is wrong with the body is the upstream's failure (RFC 9112 section 8). */
async function nextPiece(body: Body): Promise<Buffer | null> {
  try {
    return await body.next();
  } catch (error) {
    throw error instanceof LineError ? new UpstreamFailure(BODY_ERRORS[error.kind], error.message) : error;
  }
}

const BODY_ERRORS = {
  cut: 'http_response_incomplete',
  'too-large': 'http_response_trailer_section_size',
  malformed: 'http_response_transfer_coding',
} as const;
