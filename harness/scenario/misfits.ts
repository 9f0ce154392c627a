import { formatSize } from '../core/size.ts';
import { toOctets } from '../core/to-octets.ts';
import type { Complaint } from './report.ts';
import type { RequestDetails } from './request-spec.ts';

/** What does not go together in a request, each with the key that it is about. */
export type Misfit = Complaint & { readonly key: keyof RequestDetails };

/** Keys of a request that are right alone and wrong together. */
export function misfits(details: RequestDetails): Misfit[] {
  return [trailersWithoutChunks(details), chunksIn10(details), sentTooLittle(details)].filter(
    (misfit) => misfit !== undefined,
  );
}

function trailersWithoutChunks({ trailers, chunked }: RequestDetails): Misfit | undefined {
  if (trailers === undefined || chunked) return undefined;
  const message = 'trailers come behind a chunked body only';
  return { key: 'trailers', code: 'trailers-without-chunked', message, hint: 'add `chunked: true`' };
}

/** RFC 9112 section 6.1: no Transfer-Encoding goes to a recipient that is not known to handle HTTP/1.1. */
function chunksIn10({ chunked, version }: RequestDetails): Misfit | undefined {
  if (!chunked || version !== '1.0') return undefined;
  const message = 'HTTP/1.0 has no chunked bodies';
  const hint = 'to send one all the same, give Transfer-Encoding in `headers` and the chunks as `body`';
  return { key: 'chunked', code: 'chunked-in-old-http', message, hint };
}

function sentTooLittle({ abort, body }: RequestDetails): Misfit | undefined {
  if (abort === undefined || !('sent' in abort.after)) return undefined;
  const length = body === undefined ? 0 : typeof body === 'string' ? Buffer.byteLength(body) : toOctets(body).length;
  const { sent } = abort.after;
  if (sent <= length) return undefined;
  const message = `the client is to go after ${formatSize(sent)} of a body that has ${formatSize(length)}`;
  return { key: 'abort', code: 'abort-too-late', message, hint: 'make `body` longer or `sent` smaller' };
}
