import { createHash } from 'node:crypto';

/** Where a ClientHello's session id begins: behind the headers of record and message, the version and the random. */
const SESSION_ID = 5 + 4 + 2 + 32;
/** What makes a ServerHello a HelloRetryRequest (RFC 8446 section 4.1.3). */
const RANDOM = createHash('sha256').update('HelloRetryRequest').digest();
/** TLS_AES_128_GCM_SHA256, which every client of TLS 1.3 has (RFC 8446 section 9.1). */
const CIPHER = '1301';
const VERSION_1_3 = extension(43, Buffer.from('0304', 'hex'));

/** The record of a HelloRetryRequest to a client whose hello this record holds: it is to come again, with the cookie. */
export function helloRetry(hello: Buffer, cookie: string): Buffer {
  const sessionId = hello.subarray(SESSION_ID + 1, SESSION_ID + 1 + (hello[SESSION_ID] ?? 0));
  const extensions = Buffer.concat([VERSION_1_3, extension(44, vector(Buffer.from(cookie)))]);
  const message = Buffer.concat([
    Buffer.from('0303', 'hex'),
    RANDOM,
    Buffer.from([sessionId.length]),
    sessionId,
    Buffer.from(`${CIPHER}00`, 'hex'),
    vector(extensions),
  ]);
  // A ServerHello (2) with its length in three octets, in a handshake record (22).
  const handshake = Buffer.concat([Buffer.from([2, 0]), vector(message)]);
  return Buffer.concat([Buffer.from('160303', 'hex'), vector(handshake)]);
}

function extension(type: number, content: Buffer): Buffer {
  return Buffer.concat([sixteen(type), vector(content)]);
}

/** Octets behind their length in two octets. */
function vector(content: Buffer): Buffer {
  return Buffer.concat([sixteen(content.length), content]);
}

function sixteen(number: number): Buffer {
  return Buffer.from([number >> 8, number & 0xff]);
}
