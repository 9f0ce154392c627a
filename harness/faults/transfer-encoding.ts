import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { defineFault, type Fault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';
import { sendAndClose } from '../core/send-and-close.ts';

const CHUNKED = '5\r\nhello\r\n0\r\n\r\n';

/** What all members of the family have in common. */
const COMMON = {
  group: 'body',
  isolate: 'none',
  needs: [],
  fired: endedIn('close'),
} as const;

/** RFC 9112 section 6.3, item 4: where chunked is not the last coding, the body goes on to the end of the connection. */
const unknown = defineFault({
  ...COMMON,
  name: 'transfer-encoding-unknown',
  ref: 'E06',
  summary: 'A 200 whose only transfer coding nobody has registered, ended by FIN.',
  params: z.strictObject({}),
  examples: ['transfer-encoding-unknown'],
  outcome: { error: 'http_response_transfer_coding', bound: 'at-once', accepts: ['error', 'passed-on'] },
  effect: () => sendAndClose(`${head('1.1', 'scrambled')}hello`),
});

/**
 * RFC 9112 section 6.1: chunked is not applied more than once. With gzip below the chunks the message is valid, and its
 * recipient may be one that does not know gzip as a transfer coding.
 */
const twice = defineFault({
  ...COMMON,
  name: 'transfer-encoding-twice',
  ref: 'E07',
  summary: 'A 200 with two transfer codings, both really applied: `inner`, and chunked round it.',
  params: z.strictObject({ inner: z.enum(['chunked', 'gzip']).prefault('chunked') }),
  examples: ['transfer-encoding-twice', '{ fault: transfer-encoding-twice, inner: gzip }'],
  outcome: { error: 'http_response_transfer_coding', bound: 'at-once', accepts: ['error', 'passed-on', 'repaired'] },
  effect: ({ inner }) => {
    const coded = inner === 'gzip' ? gzipSync('hello').toString('latin1') : CHUNKED;
    const size = coded.length.toString(16);
    return sendAndClose(`${head('1.1', `${inner}, chunked`)}${size}\r\n${coded}\r\n0\r\n\r\n`);
  },
});

/** RFC 9112 section 6.1: the framing is to be treated as faulty; a recipient that processes the message closes behind it. */
const http10 = defineFault({
  ...COMMON,
  name: 'transfer-encoding-http10',
  ref: 'E08',
  summary: 'An HTTP/1.0 response that is chunked, complete, then FIN.',
  params: z.strictObject({}),
  examples: ['transfer-encoding-http10'],
  outcome: { error: 'http_response_transfer_coding', bound: 'at-once', accepts: ['error', 'repaired', 'passed-on'] },
  effect: () => sendAndClose(`${head('1.0', 'chunked')}${CHUNKED}`),
});

/** Transfer codings that a gateway cannot, or must not, undo. */
export default [unknown, twice, http10] satisfies readonly Fault[];

function head(version: string, coding: string): string {
  return `HTTP/${version} 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: ${coding}\r\nConnection: close\r\n\r\n`;
}
