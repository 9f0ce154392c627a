/** The head of a response as it stood on the wire, in latin1, so that an octet is a character. */
export interface RawHead {
  readonly statusLine: string;
  /** The lines behind it, without their ends (CRLF or LF): nothing is trimmed or joined. */
  readonly lines: readonly string[];
}

/** The head of the final response in some octets, as far as it goes; null where there is no line of it. */
export function rawHead(octets: Buffer): RawHead | null {
  const lines = octets.toString('latin1').split(/\r?\n/);
  for (let start = 0; start < lines.length; ) {
    const statusLine = lines[start] ?? '';
    const end = lines.indexOf('', start + 1);
    const head = lines.slice(start + 1, end === -1 ? undefined : end);
    if (!isInterim(statusLine)) return statusLine === '' ? null : { statusLine, lines: head };
    if (end === -1) return null;
    start = end + 1;
  }
  return null;
}

/** 101 is final here: what follows it is no HTTP/1. */
function isInterim(statusLine: string): boolean {
  return /^HTTP\/\S+[ \t]+1(?!01)\d\d(?!\d)/.test(statusLine);
}
