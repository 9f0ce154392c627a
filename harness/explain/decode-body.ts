import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { fieldMembers } from '../core/field-members.ts';
import type { Field } from '../core/http.ts';
import { BODY_LIMIT } from './answer.ts';

const DECODERS: Readonly<Record<string, (octets: Buffer, options: { maxOutputLength: number }) => Buffer>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
};

/** What a page unpacks to at most; more is no error page. */
const UNPACKED = 16 * BODY_LIMIT;

/**
 * A body as text, without the codings that its head names. Tools that save responses take some of them off and leave the head
 * as it was: what does not decode is taken as it is.
 */
export function decodeBody(octets: Buffer, fields: readonly Field[]): string {
  const whole = fieldMembers(fields, 'Transfer-Encoding').includes('chunked') ? (unchunked(octets) ?? octets) : octets;
  const plain = fieldMembers(fields, 'Content-Encoding').reduceRight(unpacked, whole);
  return plain.subarray(0, BODY_LIMIT).toString('utf8');
}

function unpacked(octets: Buffer, coding: string): Buffer {
  try {
    return DECODERS[coding]?.(octets, { maxOutputLength: UNPACKED }) ?? octets;
  } catch {
    return octets;
  }
}

/** The content of chunks; null where the octets are not in chunks from beginning to end. */
function unchunked(octets: Buffer): Buffer | null {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = octets.indexOf('\n', at);
    const size = /^([0-9a-f]{1,7})[ \t]*(?:;[^\r\n]*)?\r?$/i.exec(
      octets.toString('latin1', at, Math.max(end, at)),
    )?.[1];
    if (end < 0 || size === undefined) return null;
    const length = Number.parseInt(size, 16);
    const from = end + 1;
    if (length === 0) return Buffer.concat(chunks);
    if (from + length > octets.length) return null;
    chunks.push(octets.subarray(from, from + length));
    at = from + length + (octets[from + length] === 13 ? 2 : 1);
  }
}
