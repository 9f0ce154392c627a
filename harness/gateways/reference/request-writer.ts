import { type Field, serializeHead, without } from './fields.ts';
import { endToEnd } from './hop-by-hop.ts';
import { withHopTaken } from './max-forwards.ts';
import type { RequestHead } from './request-parser.ts';
import type { Upstream } from './upstream.ts';
import { addVia } from './via.ts';

/** Fields that this gateway writes itself, from what it understood. */
const OWN = new Set(['host', 'content-length']);

/** The request head for the upstream, always HTTP/1.1 (RFC 9112 section 2.3). */
export function requestHead(request: RequestHead, upstream: Upstream): Buffer {
  const { address } = upstream;
  return serializeHead(`${request.method} ${request.target} HTTP/1.1`, [
    ['Host', request.host ?? `${address.host}:${address.port}`],
    ...addVia(forwarded(request), request.minor),
    ...framingFields(request),
    ...(upstream.keepalive ? [] : [['Connection', 'close'] as const]),
  ]);
}

/** An expectation of an HTTP/1.0 client is ignored (RFC 9110 section 10.1.1). */
function forwarded(request: RequestHead): Field[] {
  const fields = withHopTaken(request, without(endToEnd(request.fields), OWN));
  return request.minor === 0 ? without(fields, new Set(['expect'])) : fields;
}

function framingFields({ framing }: RequestHead): Field[] {
  if (framing.kind === 'length') return [['Content-Length', String(framing.length)]];
  return framing.kind === 'chunked' ? [['Transfer-Encoding', 'chunked']] : [];
}
