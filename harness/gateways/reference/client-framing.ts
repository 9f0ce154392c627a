import type { RequestHead } from './request-parser.ts';
import type { ResponseFraming } from './response-framing.ts';
import type { ResponseHead } from './response-parser.ts';

/** How a response is delimited on the client's connection. */
export type ClientFraming =
  /** No body. */
  | 'none'
  | 'length'
  | 'chunked'
  /** By our FIN, for HTTP/1.0 clients: only an RST tells such a client that the body is cut. */
  | 'until-close';

/** Chunked for a body whose length is not known, which HTTP/1.0 has not (RFC 9112 section 6.1). */
export function clientFraming(request: RequestHead, head: ResponseHead, upstream: ResponseFraming): ClientFraming {
  if (upstream.framing.kind === 'none') return 'none';
  if (upstream.length !== null || head.status === 205) return 'length';
  return request.minor >= 1 ? 'chunked' : 'until-close';
}
