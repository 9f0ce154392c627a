import type { Exchange } from './exchange.ts';
import { UpstreamFailure } from './failures.ts';
import { LIMITS } from './limits.ts';
import { type ResponseHead, readResponseHead } from './response-parser.ts';
import { interimHead } from './response-writer.ts';
import type { UpstreamConnection } from './upstream-connection.ts';

/** Reads heads until the final one, passing interim responses on. Rejects with an UpstreamFailure or ClientGone. */
export async function readFinalHead(exchange: Exchange, connection: UpstreamConnection): Promise<ResponseHead> {
  for (let count = 0; count <= LIMITS.interim; count++) {
    const head = await readResponseHead(connection);
    if (head.status >= 200) return head;
    if (count < LIMITS.interim) await forwardInterim(exchange, head);
  }
  throw new UpstreamFailure('http_protocol_error', `more than ${LIMITS.interim} interim responses`);
}

/** HTTP/1.0 clients know none (RFC 9110 section 15.2); nobody was offered an upgrade (section 7.8). */
async function forwardInterim({ client, request, upload }: Exchange, head: ResponseHead): Promise<void> {
  if (head.status === 101) throw new UpstreamFailure('http_protocol_error', 'switched protocols unasked');
  if (head.status === 100) upload.continued();
  if (request.minor >= 1) await client.send(interimHead(head));
}
