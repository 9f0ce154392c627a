import { UpstreamFailure } from './failures.ts';
import type { RequestHead } from './request-parser.ts';
import type { UpstreamConnection } from './upstream-connection.ts';

/** Any other method, known or not, may do something twice (RFC 9110 section 9.2.2). */
const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

/** The first attempt at a request, which failed. */
export interface Tried {
  /** What the request was sent on; null where no connection came about. */
  readonly connection: UpstreamConnection | null;
  /** Whether that connection was an idle one. */
  readonly reused: boolean;
  /** Whether there is another replica to turn to. */
  readonly another: boolean;
}

/**
 * Whether a request may be sent a second time. Where no connection came about nothing was sent, so that another replica
 * may have any request. Else the connection must have been closed without an octet of an answer, the method must be
 * idempotent, and there must be no body, for it is used up; on the same upstream only a connection that was closed as we
 * reused it is a reason.
 */
export function mayRetry(error: unknown, request: RequestHead, { connection, reused, another }: Tried): boolean {
  if (!(error instanceof UpstreamFailure)) return false;
  if (connection === null) return another;
  const closed = error.type === 'connection_terminated' && !connection.answering;
  return closed && (reused || another) && IDEMPOTENT.has(request.method) && request.framing.kind === 'none';
}
