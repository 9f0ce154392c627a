import { z } from 'zod';
import type { Effect } from '../core/effect.ts';
import type { Fault } from '../core/fault.ts';
import { defineFault } from '../core/fault.ts';
import type { Acceptable } from '../core/outcome.ts';
import { sendAndClose } from '../core/send-and-close.ts';
import { sentOrRefused } from '../core/sent-or-refused.ts';

/** A complete 200 with these lines between its status line and a field that is well-formed. */
function withLine(line: string, reason = 'OK'): Effect {
  return sendAndClose(
    `HTTP/1.1 200 ${reason}\r\n${line}Content-Type: text/plain\r\nContent-Length: 6\r\nConnection: close\r\n\r\nhello\n`,
  );
}

const COMMON = { group: 'head', isolate: 'none', needs: [], fired: sentOrRefused('close') } as const;

/** One odd line, always the same. */
function odd(name: string, ref: string, summary: string, accepts: readonly Acceptable[], effect: () => Effect): Fault {
  return defineFault<unknown>({
    ...COMMON,
    name,
    ref,
    summary,
    params: z.strictObject({}),
    examples: [name],
    outcome: { error: 'http_protocol_error', bound: 'at-once', accepts },
    effect,
  });
}

/** An invalid line is refused with the message, or left out (RFC 9110 section 2.2). It is passed on in no case. */
const REFUSED_OR_LEFT_OUT: readonly Acceptable[] = ['error', 'repaired'];
const REFUSED_OR_MENDED: readonly Acceptable[] = ['error', 'repaired'];
const NO_MATTER: readonly Acceptable[] = ['error', 'passed-on', 'repaired'];

/** Complete responses with one line that is no field line, or an odd one. */
export default [
  odd('header-line-no-colon', 'D22', 'A complete 200 with a header line that has no colon.', REFUSED_OR_LEFT_OUT, () =>
    withLine('X-Note hello\r\n'),
  ),
  odd('header-line-space-in-name', 'D23', 'A complete 200 with a space within a field name.', REFUSED_OR_LEFT_OUT, () =>
    withLine('X Note: hello\r\n'),
  ),
  // RFC 9112 section 5.1: the space is to be removed before the response is passed on.
  odd(
    'header-line-space-before-colon',
    'D24',
    'A complete 200 with a space between a field name and its colon.',
    REFUSED_OR_MENDED,
    () => withLine('X-Note : hello\r\n'),
  ),
  odd('header-line-no-name', 'D25', 'A complete 200 with a field whose name is empty.', REFUSED_OR_LEFT_OUT, () =>
    withLine(': hello\r\n'),
  ),
  // RFC 9110 section 5.5: a recipient may keep control characters other than CR, LF and NUL.
  defineFault({
    ...COMMON,
    name: 'header-line-control-byte',
    ref: 'D27',
    summary: 'A complete 200 with control characters in a field value, or in the reason phrase.',
    params: z.strictObject({ where: z.enum(['value', 'reason']).default('value') }),
    examples: ['header-line-control-byte', '{ fault: header-line-control-byte, where: reason }'],
    outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: NO_MATTER },
    effect: ({ where }) =>
      where === 'value' ? withLine('X-Note: be\x01fo\x1b[31mre\r\n') : withLine('', 'be\x01fo\x1b[31mre'),
  }),
  // RFC 9112 section 2.2: the element is invalid, or each bare CR becomes a space.
  odd(
    'header-line-bare-cr',
    'D28',
    'A complete 200 with a CR that no LF follows in a field value.',
    REFUSED_OR_MENDED,
    () => withLine('X-Note: be\rX-Evil: fore\r\n'),
  ),
  // RFC 9110 section 5.5: obs-text is opaque data, and RFC 9112 section 2.2 wants it passed octet for octet.
  odd('header-line-high-bytes', 'D29', 'A complete 200 with octets above 127 in a field value.', NO_MATTER, () =>
    withLine('X-Note: caf\xe9 \xc3\xa9\r\n'),
  ),
  // RFC 9112 section 5.2: a 502, or spaces in place of the fold.
  odd(
    'header-line-folded',
    'D30',
    'A complete 200 with a field value folded over two lines (obs-fold).',
    REFUSED_OR_MENDED,
    () => withLine('X-Note: hello\r\n folded\r\n'),
  ),
  // RFC 9112 section 2.2: the message is refused, or the line dropped.
  odd(
    'header-line-leading-space',
    'D31',
    'A complete 200 whose first header line begins with a space.',
    REFUSED_OR_LEFT_OUT,
    () => withLine(' X-Note: hello\r\n'),
  ),
  // RFC 9112 section 2.2: a recipient may take a single LF for the end of a line.
  odd('header-line-bare-lf', 'D32', 'A complete 200 all of whose lines end in LF without CR.', NO_MATTER, () =>
    sendAndClose('HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Length: 6\nConnection: close\n\nhello\n'),
  ),
];
