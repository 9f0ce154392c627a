import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault, type Fault, type FaultEvidence } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';
import { readAndSend, sendAndClose } from '../core/send-and-close.ts';
import { sizeSchema } from '../core/size-schema.ts';

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n';
const GOOD = `${HEAD}5\r\nhello\r\n`;

/** What all members of the family have in common. */
const COMMON = { group: 'body', isolate: 'none', needs: [], fired: endedIn('close') } as const;
/** RFC 9112 section 7.1: what cannot be parsed as chunks is no complete message. */
const BROKEN = { error: 'http_response_transfer_coding', bound: 'at-once', accepts: ['truncated', 'error'] } as const;
/** So much of one chunk comes. */
const PART_PARAMS = z
  .strictObject({ after: sizeSchema.prefault('512B'), size: sizeSchema.prefault('4KiB') })
  .refine(({ after, size }) => after < size, { path: ['after'], error: 'must be less than `size`' });

const garbage = defineFault({
  ...COMMON,
  name: 'chunk-garbage',
  ref: 'E19',
  summary: 'Good chunks, then octets that are no chunk at all, then FIN.',
  params: z.strictObject({ good: sizeSchema.prefault('4KiB') }),
  examples: ['chunk-garbage', '{ fault: chunk-garbage, good: 64KiB }'],
  outcome: BROKEN,
  effect: ({ good }) =>
    sendAndClose(
      `${HEAD}${good.toString(16)}\r\n`,
      { repeat: 'x', times: good },
      // A stack trace that the runtime of an app writes into the answer.
      '\r\nFatal error: out of memory at line 42\x00\xff\xfe\r\n',
    ),
});

const outOfRange = defineFault({
  ...COMMON,
  name: 'chunk-size-out-of-range',
  ref: 'E20',
  summary: 'A good chunk, then one whose size is `size`: negative, prefixed, or beyond any integer; then FIN.',
  params: z.strictObject({ size: z.enum(['-5', '+5', '0x5', '10000000000000005']).prefault('10000000000000005') }),
  examples: ['chunk-size-out-of-range', '{ fault: chunk-size-out-of-range, size: "-5" }'],
  outcome: BROKEN,
  effect: ({ size }) => sendAndClose(`${GOOD}${size}\r\nworld\r\n0\r\n\r\n`),
});

const overrun = defineFault({
  ...COMMON,
  name: 'chunk-overrun',
  ref: 'E21',
  summary: 'A good chunk, then one whose data runs over its size, with no CRLF where it should end.',
  params: z.strictObject({}),
  examples: ['chunk-overrun'],
  outcome: BROKEN,
  effect: () => sendAndClose(`${GOOD}5\r\nworld, and more\r\n0\r\n\r\n`),
});

const cut = defineFault({
  ...COMMON,
  name: 'chunk-cut',
  ref: 'E24',
  summary: 'FIN in the middle of a chunk: `after` of its `size` came.',
  params: PART_PARAMS,
  examples: ['chunk-cut', '{ fault: chunk-cut, after: 1KiB, size: 1MiB }'],
  outcome: { error: 'http_response_incomplete', bound: 'at-once', accepts: ['truncated', 'error'] },
  effect: ({ after, size }) => sendAndClose(`${HEAD}${size.toString(16)}\r\n`, { repeat: 'x', times: after }),
});

const stalls = defineFault({
  ...COMMON,
  name: 'chunk-stalls',
  ref: 'E25',
  summary: 'A chunk stops after `after` of its `size`; the connection stays open.',
  params: PART_PARAMS,
  examples: ['chunk-stalls', '{ fault: chunk-stalls, after: 1KiB, size: 1MiB }'],
  outcome: { error: 'connection_read_timeout', bound: 'body-stall', accepts: ['truncated', 'error'] },
  effect: ({ after, size }) =>
    everyConnection(...readAndSend(`${HEAD}${size.toString(16)}\r\n`, { repeat: 'x', times: after }), { do: 'hold' }),
  fired: endedIn('hold'),
});

/** RFC 9112 section 7.1.1: unknown extensions are ignored, and the length of all of them ought to be limited. */
const extensionHuge = defineFault({
  ...COMMON,
  name: 'chunk-extension-huge',
  ref: 'E26',
  summary: 'A chunk whose extension is `length` long; the body behind it is complete.',
  params: z.strictObject({ length: sizeSchema.prefault('64KiB') }),
  examples: ['chunk-extension-huge', '{ fault: chunk-extension-huge, length: 1MiB }'],
  outcome: {
    error: 'http_response_transfer_coding',
    bound: 'at-once',
    accepts: ['error', 'truncated', 'repaired', 'passed-on'],
  },
  effect: ({ length }) => sendAndClose(`${HEAD}5;pad=`, { repeat: 'a', times: length }, '\r\nhello\r\n0\r\n\r\n'),
  fired: (evidence) => (beganExtension(evidence) ? null : endedIn('close')(evidence)),
});

/** RFC 9112 section 2.2 permits LF alone in the head, and says nothing of chunks: refused, or read and written anew. */
const bareLf = defineFault({
  ...COMMON,
  name: 'chunk-bare-lf',
  ref: 'E29',
  summary: 'A chunked body all of whose lines end in LF alone, then FIN.',
  params: z.strictObject({}),
  examples: ['chunk-bare-lf'],
  outcome: {
    error: 'http_response_transfer_coding',
    bound: 'at-once',
    accepts: ['error', 'truncated', 'repaired'],
  },
  effect: () => sendAndClose(`${HEAD}5\nhello\n0\n\n`),
});

/** Chunks that are broken, cut, late or oversized. */
export default [garbage, outOfRange, overrun, cut, stalls, extensionHuge, bareLf] satisfies readonly Fault[];

/** A gateway that has had enough closes before the extension is over. */
function beganExtension({ observations }: FaultEvidence): boolean {
  return observations.some((event) => event.kind === 'sent' && /a{1024}/.test(event.octets));
}
