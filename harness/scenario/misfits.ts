import { formatSize } from '../core/size.ts';
import { toOctets } from '../core/to-octets.ts';
import type { Complaint } from './report.ts';
import type { RequestDetails } from './request-spec.ts';

/** What does not go together in a request, each with the key that it is about. */
export type Misfit = Complaint & { readonly key: keyof RequestDetails };

/** Keys of a request that are right alone and wrong together. */
export function misfits(details: RequestDetails): Misfit[] {
  return [
    trailersWithoutChunks(details),
    chunksIn10(details),
    sentTooLittle(details),
    nothingToUpload(details),
    tunnelWithoutUpgrade(details),
    ...besideRaw(details),
  ].filter((misfit) => misfit !== undefined);
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

function lengthOf({ body }: RequestDetails): number {
  return body === undefined ? 0 : typeof body === 'string' ? Buffer.byteLength(body) : toOctets(body).length;
}

/** A break behind the end of the body, or pieces of a body that is not there, would be no slowness at all. */
function nothingToUpload({ upload, ...details }: RequestDetails): Misfit | undefined {
  if (upload === undefined || details.raw !== undefined) return undefined;
  const length = lengthOf(details);
  const enough = 'piece' in upload ? upload.part === 'request' || length > upload.piece : length > upload.after;
  if (enough) return undefined;
  const message = `the body has ${formatSize(length)}, and none of it would go slowly`;
  return { key: 'upload', code: 'nothing-to-upload', message, hint: 'make `body` longer, or say `part: request`' };
}

/** RFC 9110 section 7.8: nobody switches to a protocol that was not offered. */
function tunnelWithoutUpgrade({ tunnel, headers = {}, raw }: RequestDetails): Misfit | undefined {
  if (tunnel === undefined || raw !== undefined) return undefined;
  if (Object.keys(headers).some((name) => name.toLowerCase() === 'upgrade')) return undefined;
  const message = 'no tunnel is opened for a request without Upgrade';
  return {
    key: 'tunnel',
    code: 'tunnel-without-upgrade',
    message,
    hint: 'add Connection: Upgrade and Upgrade: websocket',
  };
}

/** These make the octets that `raw` stands for. */
const MADE_BY_RAW = ['headers', 'version', 'body', 'chunked', 'trailers', 'upload'] as const;

function besideRaw(details: RequestDetails): Misfit[] {
  if (details.raw === undefined) return [];
  const keys = MADE_BY_RAW.filter((key) => details[key] !== undefined);
  const sent = details.abort !== undefined && 'sent' in details.abort.after ? (['abort'] as const) : [];
  return [...keys, ...sent].map((key) => ({
    key,
    code: 'beside-raw',
    message: `"${key}" says nothing where the request's octets are written by hand (raw)`,
    hint: key === 'upload' ? 'use the steps drip and stall of `raw`' : 'write it into `raw`, or take it away',
  }));
}

function sentTooLittle({ abort, ...details }: RequestDetails): Misfit | undefined {
  if (abort === undefined || !('sent' in abort.after) || details.raw !== undefined) return undefined;
  const length = lengthOf(details);
  const { sent } = abort.after;
  if (sent <= length) return undefined;
  const message = `the client is to go after ${formatSize(sent)} of a body that has ${formatSize(length)}`;
  return { key: 'abort', code: 'abort-too-late', message, hint: 'make `body` longer or `sent` smaller' };
}
