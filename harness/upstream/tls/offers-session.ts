/** Extensions (RFC 8446 section 4.2.11; RFC 5077 section 3.2, where an empty one asks for a ticket and offers none). */
const PRE_SHARED_KEY = 41;
const SESSION_TICKET = 35;
/** The headers of record and message, the version and the random. */
const SESSION_ID = 5 + 4 + 2 + 32;

/** Whether a ClientHello, which is whole in this record, offers to go on with a session of before. */
export function offersSession(hello: Buffer): boolean {
  const suites = SESSION_ID + 1 + (hello[SESSION_ID] ?? 0);
  const compressions = suites + 2 + sixteen(hello, suites);
  let at = compressions + 1 + (hello[compressions] ?? 0) + 2;
  while (at + 4 <= hello.length) {
    const type = sixteen(hello, at);
    const length = sixteen(hello, at + 2);
    if (type === PRE_SHARED_KEY || (type === SESSION_TICKET && length > 0)) return true;
    at += 4 + length;
  }
  return false;
}

function sixteen(octets: Buffer, at: number): number {
  return at + 2 <= octets.length ? octets.readUInt16BE(at) : 0;
}
