/** A chunk of these octets, which must not be none (RFC 9112 section 7.1). */
export function chunk(content: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${content.length.toString(16)}\r\n`), content, Buffer.from('\r\n')]);
}

/** The last chunk, and no trailers: the only end of a chunked body. */
export const LAST_CHUNK: Buffer = Buffer.from('0\r\n\r\n');
