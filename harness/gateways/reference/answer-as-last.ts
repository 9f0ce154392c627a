import type { Exchange } from './exchange.ts';
import { type Field, serializeHead, without } from './fields.ts';
import { mayKeepClient } from './persistence.ts';
import type { RequestHead } from './request-parser.ts';

/** Fields that a TRACE is not answered with, since they are likely to be secret (RFC 9110 section 9.3.8). */
const SECRET = new Set(['authorization', 'proxy-authorization', 'cookie']);

/** What can be sent through this gateway; CONNECT is refused. */
const ALLOW = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, TRACE';

/** Answers an OPTIONS or a TRACE that may go no further, as its final recipient (RFC 9110 section 7.6.2). */
export async function answerAsLast(exchange: Exchange): Promise<void> {
  const { client, request, upload } = exchange;
  upload.abandon();
  exchange.keep = mayKeepClient(exchange);
  const content = request.method === 'TRACE' ? echo(request) : Buffer.alloc(0);
  const own: Field = request.method === 'TRACE' ? ['Content-Type', 'message/http'] : ['Allow', ALLOW];
  const head = serializeHead('HTTP/1.1 200 OK', [
    ['Date', new Date().toUTCString()],
    own,
    ['Content-Length', String(content.length)],
    ...(exchange.keep ? [] : [['Connection', 'close'] as const]),
  ]);
  await client.send(Buffer.concat([head, content]));
}

function echo({ method, target, minor, fields }: RequestHead): Buffer {
  return serializeHead(`${method} ${target} HTTP/1.${minor}`, without(fields, SECRET));
}
