import type { Exchange } from './exchange.ts';
import { saysClose } from './hop-by-hop.ts';
import { LIMITS } from './limits.ts';
import type { ResponseFraming } from './response-framing.ts';
import type { ResponseHead } from './response-parser.ts';
import type { Upload } from './upload.ts';
import type { UpstreamConnection } from './upstream-connection.ts';

/**
 * Whether the client's connection can be kept after a response that begins now: the client wants it, and all of the
 * request body was read, or what is left is sure to come, and either little or still wanted by the upstream whose answer
 * this is (RFC 9112 sections 9.3 and 9.5).
 */
export function mayKeepClient({ client, request, upload }: Exchange, answer: ResponseHead | null = null): boolean {
  if (!request.persistent || client.ended) return false;
  if (upload.received) return true;
  const little = upload.left !== null && upload.left <= LIMITS.drain;
  return !request.expectsContinue && (little || (upload.flowing && answer !== null && wantsMore(answer)));
}

/** An upstream that failed the request, or says that it will close, has no use for the rest of it. */
function wantsMore({ status, fields }: ResponseHead): boolean {
  return status < 400 && !saysClose(fields);
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
