import type { Framing } from './body.ts';
import { contentLength } from './content-length.ts';
import { UpstreamFailure } from './failures.ts';
import { membersOf, valuesOf } from './fields.ts';
import type { ResponseHead } from './response-parser.ts';

/** How the body of a response is delimited, and what that says of the connection. */
export interface ResponseFraming {
  readonly framing: Framing;
  /** The Content-Length to send on; null for none. HEAD and 304 may have one without a body. */
  readonly length: number | null;
  /** False where two readings are possible: the connection is then not used again. */
  readonly sound: boolean;
}

/**
 * RFC 9112 section 6.3, in its order. Throws an UpstreamFailure for a transfer coding that is not known, and for a
 * Content-Length that is not valid.
 */
export function responseFraming(head: ResponseHead, method: string): ResponseFraming {
  const length = contentLength(head.fields);
  const coded = valuesOf(head.fields, 'transfer-encoding').length > 0;
  if (head.status === 204) return { framing: { kind: 'none' }, length: null, sound: !coded && !length };
  if (method === 'HEAD' || head.status === 304) {
    return { framing: { kind: 'none' }, length: coded ? null : checked(length), sound: !coded || length === null };
  }
  if (coded) {
    refuseUnknownCoding(head);
    return { framing: { kind: 'chunked' }, length: null, sound: length === null };
  }
  const known = checked(length);
  if (known === null) return { framing: { kind: 'until-fin' }, length: null, sound: false };
  return { framing: { kind: 'length', length: known }, length: known, sound: true };
}

function checked(length: ReturnType<typeof contentLength>): number | null {
  if (length === 'invalid') throw new UpstreamFailure('http_protocol_error', 'the Content-Length is not valid');
  return length;
}

/** Only `chunked`, once, from HTTP/1.1 (RFC 9112 sections 6.1 and 7). */
function refuseUnknownCoding(head: ResponseHead): void {
  const codings = membersOf(head.fields, 'transfer-encoding');
  if (head.minor >= 1 && codings.length === 1 && codings[0] === 'chunked') return;
  throw new UpstreamFailure('http_response_transfer_coding', 'the transfer coding is not chunked alone');
}
