import type { Framing } from './body.ts';
import { contentLength } from './content-length.ts';
import { RequestRefused } from './failures.ts';
import { type Field, membersOf, valuesOf } from './fields.ts';

/**
 * How the body of a request is delimited (RFC 9112 section 6.3). Whatever could be read in two ways is refused, since two
 * readings are what request smuggling is made of (section 11.2). Throws RequestRefused (400, or 501 for an unknown coding).
 */
export function requestFraming(minor: number, fields: readonly Field[]): Framing {
  const length = contentLength(fields);
  if (valuesOf(fields, 'transfer-encoding').length > 0) {
    if (length !== null) throw new RequestRefused(400, 'There are both Content-Length and Transfer-Encoding.');
    return chunkedFraming(minor, membersOf(fields, 'transfer-encoding'));
  }
  if (length === 'invalid' || valuesOf(fields, 'content-length').length > 1) {
    throw new RequestRefused(400, 'The Content-Length is not valid.');
  }
  return length === null ? { kind: 'none' } : { kind: 'length', length };
}

function chunkedFraming(minor: number, codings: readonly string[]): Framing {
  if (minor === 0) throw new RequestRefused(400, 'HTTP/1.0 has no transfer codings.');
  if (codings.filter((coding) => coding === 'chunked').length !== 1 || codings.at(-1) !== 'chunked') {
    throw new RequestRefused(400, 'The transfer coding does not end in chunked.');
  }
  if (codings.length > 1) throw new RequestRefused(501, 'The transfer coding is not known.');
  return { kind: 'chunked' };
}
