import { z } from 'zod';
import type { Effect } from '../core/effect.ts';
import { defineFault } from '../core/fault.ts';
import type { Outcome } from '../core/outcome.ts';
import { sendAndClose } from '../core/send-and-close.ts';
import { sentOrRefused } from '../core/sent-or-refused.ts';

const REST = '\r\nContent-Type: text/plain\r\nContent-Length: 6\r\nConnection: close\r\n\r\nhello\n';

/** A complete response behind this status line. */
function behind(statusLine: string): Effect {
  return sendAndClose(statusLine + REST);
}

const COMMON = { group: 'head', isolate: 'none', needs: [], fired: sentOrRefused('close') } as const;

function outcome(...accepts: Outcome['accepts']): Outcome {
  return { error: 'http_protocol_error', bound: 'at-once', accepts };
}

/** Complete responses with an odd status line. */
export default [
  // RFC 9110 sections 2.5 and 6.2: nothing is said of another major version; the gateway speaks its own in any case.
  defineFault({
    ...COMMON,
    name: 'status-line-version',
    ref: 'D10',
    summary: 'A complete response whose status line claims a `version` of HTTP that does not look like this.',
    params: z.strictObject({
      version: z
        .string()
        .regex(/^\d\.\d$/, 'must be two digits and a dot')
        .default('9.9'),
    }),
    examples: ['status-line-version', '{ fault: status-line-version, version: "2.0" }'],
    outcome: outcome('error', 'repaired'),
    effect: ({ version }) => behind(`HTTP/${version} 200 OK`),
  }),
  // RFC 9112 section 2.3: HTTP-name is case-sensitive.
  defineFault({
    ...COMMON,
    name: 'status-line-protocol',
    ref: 'D11',
    summary: 'A complete response whose status line begins with ICY, or with http in lower case.',
    params: z.strictObject({ protocol: z.enum(['ICY', 'http/1.1']).default('ICY') }),
    examples: ['status-line-protocol', '{ fault: status-line-protocol, protocol: http/1.1 }'],
    outcome: outcome('error'),
    effect: ({ protocol }) => behind(`${protocol} 200 OK`),
  }),
  // RFC 9112 section 4: the reason may be absent, the space before it may not; many servers leave out both.
  defineFault({
    ...COMMON,
    name: 'status-line-no-reason',
    ref: 'D12',
    summary: 'A complete 200 with neither a reason phrase nor the space before it.',
    params: z.strictObject({}),
    examples: ['status-line-no-reason'],
    outcome: outcome('passed-on', 'repaired', 'error'),
    effect: () => behind('HTTP/1.1 200'),
  }),
  defineFault({
    ...COMMON,
    name: 'status-line-not-numeric',
    ref: 'D13',
    summary: 'A complete response whose status is letters.',
    params: z.strictObject({}),
    examples: ['status-line-not-numeric'],
    outcome: outcome('error'),
    effect: () => behind('HTTP/1.1 abc OK'),
  }),
  // RFC 9112 section 4: status-code = 3DIGIT.
  defineFault({
    ...COMMON,
    name: 'status-line-digits',
    ref: 'D14',
    summary: 'A complete response whose status has two or four digits.',
    params: z.strictObject({ status: z.enum(['20', '2000']).default('20') }),
    examples: ['status-line-digits', '{ fault: status-line-digits, status: "2000" }'],
    outcome: outcome('error'),
    effect: ({ status }) => behind(`HTTP/1.1 ${status} OK`),
  }),
  // RFC 9110 section 15: outside 100 to 599 is invalid, and to be handled as a 5xx.
  defineFault({
    ...COMMON,
    name: 'status-line-below-100',
    ref: 'D15',
    summary: 'A complete response with a status of three digits that is below 100.',
    params: z.strictObject({ status: z.enum(['000', '099']).default('000') }),
    examples: ['status-line-below-100', '{ fault: status-line-below-100, status: "099" }'],
    outcome: outcome('error'),
    effect: ({ status }) => behind(`HTTP/1.1 ${status} Odd`),
  }),
  defineFault({
    ...COMMON,
    name: 'status-line-above-599',
    ref: 'D16',
    summary: 'A complete response with a `status` from 600 to 999.',
    params: z.strictObject({ status: z.int().min(600).max(999).default(999) }),
    examples: ['status-line-above-599', '{ fault: status-line-above-599, status: 600 }'],
    outcome: outcome('error', 'passed-on'),
    effect: ({ status }) => behind(`HTTP/1.1 ${status} Odd`),
  }),
  // RFC 9112 section 2.2 lets a server skip an empty line; of a client it says nothing.
  defineFault({
    ...COMMON,
    name: 'status-line-second',
    ref: 'D36',
    summary: 'A complete 200 behind a line that should not be there: an empty one, or one of a log.',
    params: z.strictObject({ first: z.enum(['empty', 'log']).default('empty') }),
    examples: ['status-line-second', '{ fault: status-line-second, first: log }'],
    outcome: outcome('error', 'repaired'),
    effect: ({ first }) => sendAndClose(first === 'log' ? 'app: ready\r\n' : '\r\n', `HTTP/1.1 200 OK${REST}`),
  }),
];
