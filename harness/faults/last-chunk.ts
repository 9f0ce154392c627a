import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault, type Fault } from '../core/fault.ts';
import { endedIn, wasReset } from '../core/fired.ts';
import { readAndSend, sendAndClose } from '../core/send-and-close.ts';

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n';
const GOOD = `${HEAD}\r\n5\r\nhello\r\n`;

/** A line of a trailer section: printable ASCII, so that no author ends the section by accident. */
const LINE = z.string().regex(/^[\x20-\x7e]+$/, 'must be printable ASCII');

/** What all members of the family have in common. */
const COMMON = { group: 'body', isolate: 'none', needs: [] } as const;

const reset = defineFault({
  ...COMMON,
  name: 'last-chunk-reset',
  ref: 'E23',
  summary: 'A chunked body that ends in RST, once its first chunk was delivered, without its last chunk.',
  params: z.strictObject({}),
  examples: ['last-chunk-reset'],
  outcome: { error: 'connection_terminated', bound: 'at-once', accepts: ['truncated', 'error'] },
  effect: () => everyConnection(...readAndSend(GOOD), { do: 'await-delivery', bytes: 5, within: 300 }, { do: 'reset' }),
  fired: wasReset,
});

/**
 * RFC 9110 section 6.5.1: fields that frame, route or authenticate are no trailer fields; whoever merges one into the head
 * is fooled. To drop it, to keep it in the trailer section, and to refuse the message are all safe.
 */
const forbiddenTrailer = defineFault({
  ...COMMON,
  name: 'last-chunk-forbidden-trailer',
  ref: 'E27',
  summary: 'A complete chunked body with a trailer line that must not be one: `line`.',
  params: z.strictObject({ line: LINE.prefault('Content-Length: 3') }),
  examples: ['last-chunk-forbidden-trailer', '{ fault: last-chunk-forbidden-trailer, line: "no colon here" }'],
  outcome: {
    error: 'http_response_transfer_coding',
    bound: 'at-once',
    accepts: ['repaired', 'passed-on', 'error', 'truncated'],
  },
  effect: ({ line }) => sendAndClose(`${HEAD}Connection: close\r\n\r\n5\r\nhello\r\n0\r\n${line}\r\n\r\n`),
  fired: endedIn('close'),
});

/** RFC 9112 section 8: the zero-sized chunk did come, so nothing of the content is missing; the section behind it is. */
const cut = defineFault({
  ...COMMON,
  name: 'last-chunk-cut',
  ref: 'E28',
  summary: 'A chunked body whose last chunk came, then FIN instead of the final CRLF.',
  params: z.strictObject({}),
  examples: ['last-chunk-cut'],
  outcome: {
    error: 'http_response_incomplete',
    bound: 'at-once',
    accepts: ['truncated', 'error', 'repaired'],
  },
  effect: () => sendAndClose(`${GOOD}0\r\n`),
  fired: endedIn('close'),
});

/** Chunked bodies that go wrong at their end. */
export default [reset, forbiddenTrailer, cut] satisfies readonly Fault[];
