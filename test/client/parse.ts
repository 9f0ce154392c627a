import { type Reading, ResponseParser, type StreamEnd } from '../../harness/client/response-parser.ts';

/** Reads octets (text as latin1) that came in pieces of a size and then ended so. */
export function parse(
  octets: string | Buffer,
  options: { readonly method?: string; readonly end?: StreamEnd; readonly pieces?: readonly number[] } = {},
): Reading & { readonly state: string; readonly persistent: boolean } {
  const stream = typeof octets === 'string' ? Buffer.from(octets, 'latin1') : octets;
  const parser = new ResponseParser(options.method ?? 'GET');
  let at = 0;
  for (const size of [...(options.pieces ?? []), stream.length]) {
    if (size > 0 && at < stream.length) parser.push(stream.subarray(at, at + size));
    at += size;
  }
  return { ...parser.finish(options.end ?? 'kept'), state: parser.state, persistent: parser.persistent };
}

/** The codes of the defects in some octets. */
export function defectCodes(octets: string | Buffer, method?: string): string[] {
  return parse(octets, method ? { method } : {}).defects.map((defect) => defect.code);
}
