import type { Exchange } from './exchange.ts';
import { saysClose } from './hop-by-hop.ts';
import { LIMITS } from './limits.ts';
import type { ResponseFraming } from './response-framing.ts';
import type { ResponseHead } from './response-parser.ts';
import type { Upload } from './upload.ts';
import type { UpstreamConnection } from './upstream-connection.ts';

/**
 * Whether the client's connection can be kept after a response that begins now: the client wants it, and all of the
 * request body was read, or what is left is little and sure to come (RFC 9112 sections 9.3 and 9.5).
 */
export function mayKeepClient({ client, request, upload }: Exchange): boolean {
  if (!request.persistent || client.ended) return false;
  return upload.received || (!request.expectsContinue && upload.left !== null && upload.left <= LIMITS.drain);
}

/**
 * Whether an upstream connection may carry another request: nothing about its framing is in doubt, both messages have
 * ended, and neither side wants to close (RFC 9112 sections 9.3 and 9.6).
 */
export function mayReuseUpstream(
  connection: UpstreamConnection,
  head: ResponseHead,
  framing: ResponseFraming,
  upload: Upload,
): boolean {
  return framing.sound && head.minor >= 1 && !saysClose(head.fields) && upload.complete && connection.quiet;
}
