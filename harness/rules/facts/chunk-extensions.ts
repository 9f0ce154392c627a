/** The chunk extensions in the octets of a sound chunked body (RFC 9112 section 7.1.1), each with its semicolon. */
export function chunkExtensions(body: Buffer): string[] {
  const extensions: string[] = [];
  for (let at = 0; at < body.length; ) {
    const end = body.indexOf('\r\n', at);
    const [, digits, extension = ''] = /^([0-9a-f]+)[ \t]*(;.*)?$/i.exec(body.toString('latin1', at, end)) ?? [];
    if (end === -1 || digits === undefined) break;
    if (extension !== '') extensions.push(extension);
    const size = Number.parseInt(digits, 16);
    if (size === 0) break;
    at = end + 2 + size + 2;
  }
  return extensions;
}
