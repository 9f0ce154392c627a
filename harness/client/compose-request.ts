import { CORRELATION_HEADER, type Field } from '../core/http.ts';
import type { RawStep } from '../core/pace.ts';
import type { RequestSpec } from '../core/scenario.ts';
import { toOctets } from '../core/to-octets.ts';
import { composeByHand } from './compose-by-hand.ts';

/** What goes into a request. Headers are sent as they are given, names too; each stands in for the default of its name. */
export interface RequestParts
  extends Pick<RequestSpec, 'method' | 'target' | 'version' | 'headers' | 'body' | 'chunked' | 'trailers' | 'raw'> {
  /** Correlation id. */
  readonly id: string;
  /** `host:port` for the Host header. */
  readonly authority: string;
}

/** A request ready to be sent. */
export interface ComposedRequest {
  readonly fields: readonly Field[];
  /** The octets of the head: latin1, so that a character is an octet. */
  readonly head: Buffer;
  /** The content without its coding; null where there is none. */
  readonly content: Buffer | null;
  readonly chunked: boolean;
  readonly trailers: readonly Field[];
  /** What is sent in place of all of these; `fields` are those in it. */
  readonly raw?: readonly RawStep[] | undefined;
}

/** Methods whose empty body is announced by Content-Length: 0 (RFC 9110 section 8.6). */
const ANTICIPATE_BODY = new Set(['POST', 'PUT', 'PATCH']);

/** The head, the content and the trailers of a request, in HTTP/1.0 or 1.1. */
export function composeRequest(request: RequestParts): ComposedRequest {
  if (request.raw) return composeByHand(request.raw, request);
  const content = contentOf(request);
  const given = Object.entries(request.headers);
  const names = new Set(given.map(([name]) => name.toLowerCase()));
  const added = defaults(request, content?.length ?? 0, names).filter(([name]) => !names.has(name.toLowerCase()));
  const fields = [...added, ...given];
  const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const head = Buffer.from(`${request.method} ${request.target} HTTP/${request.version}\r\n${lines}\r\n`, 'latin1');
  return { fields, head, content, chunked: request.chunked, trailers: Object.entries(request.trailers) };
}

/** A text is sent as UTF-8; a chunked request has content, if only an empty one. */
function contentOf({ body, chunked }: RequestParts): Buffer | null {
  if (body === null) return chunked ? Buffer.alloc(0) : null;
  return typeof body === 'string' ? Buffer.from(body) : toOctets(body);
}

function defaults(request: RequestParts, length: number, given: ReadonlySet<string>): Field[] {
  return [
    ['Host', request.authority],
    ['Accept', '*/*'],
    ['User-Agent', 'gatecrash'],
    [CORRELATION_HEADER, request.id],
    ...framing(request, length, given),
  ];
}

/** RFC 9110 section 6.6.2: who sends trailers says their names before. */
function framing(request: RequestParts, length: number, given: ReadonlySet<string>): Field[] {
  if (request.chunked) {
    const trailers = Object.keys(request.trailers).join(', ');
    return [['Transfer-Encoding', 'chunked'], ...(trailers === '' ? [] : [['Trailer', trailers] as const])];
  }
  const announced = length > 0 || ANTICIPATE_BODY.has(request.method);
  return announced && !given.has('transfer-encoding') ? [['Content-Length', String(length)]] : [];
}
