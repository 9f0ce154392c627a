import { UpstreamFailure } from './failures.ts';
import type { RequestHead } from './request-parser.ts';
import type { UpstreamConnection } from './upstream-connection.ts';

/** Any other method, known or not, may do something twice (RFC 9110 section 9.2.2). */
const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

/**
 * Whether a request that failed on a reused connection may be sent once more, on a new one: the connection was closed as
 * we reused it, not an octet of an answer came, the method is idempotent, and there is no body that was used up.
 */
export function mayRetry(error: unknown, request: RequestHead, connection: UpstreamConnection): boolean {
  const closed = error instanceof UpstreamFailure && error.type === 'connection_terminated';
  return closed && !connection.answering && IDEMPOTENT.has(request.method) && request.framing.kind === 'none';
}
