import type { Mutant } from '../mutant.ts';

const STATUS_LINE = String.raw`/^HTTP\/1\.([0-9]) ([1-5][0-9]{2})(?: ([\t\x20-\x7e\x80-\xff]*))?$/`;
const STATUS = 'status: Number(match[2])';
const WRITER = `function statusLine({ status, reason }: ResponseHead): string {
  return \`HTTP/1.1 \${status} \${reason}\`;`;

export default [
  {
    name: 'refuses-newer-minor-versions',
    rule: 'R-9110-6.2-1',
    collateral: [],
    summary: 'Only HTTP/1.0 and HTTP/1.1 are read; HTTP/1.9 is a 502.',
    patches: [{ file: 'response-parser.ts', find: 'HTTP\\/1\\.([0-9])', replace: 'HTTP\\/1\\.([01])' }],
  },
  {
    name: 'reads-newer-minor-versions-as-older',
    rule: 'R-9110-6.2-1',
    collateral: [],
    summary: 'Chunked is known from HTTP/1.1 alone: the chunk sizes of an HTTP/1.9 response are content.',
    patches: [{ file: 'response-framing.ts', find: 'if (coded) {', replace: 'if (coded && head.minor <= 1) {' }],
  },
  {
    name: 'echoes-newer-minor-versions',
    rule: 'R-9110-6.2-2',
    collateral: [],
    summary: 'The status line has the minor version that the upstream claims, if it is above 1.',
    patches: [
      {
        file: 'response-writer.ts',
        find: WRITER,
        replace: `function statusLine({ status, reason, minor }: ResponseHead): string {
  return \`HTTP/1.\${Math.max(1, minor)} \${status} \${reason}\`;`,
      },
    ],
  },
  {
    name: 'echoes-an-old-version',
    rule: 'R-9112-2.3-1',
    collateral: ['OP-32', 'R-9112-6.1-5'],
    summary: 'The answer of an HTTP/1.0 upstream is HTTP/1.0 at the client too.',
    patches: [
      {
        file: 'response-writer.ts',
        find: WRITER,
        replace: `function statusLine({ status, reason, minor }: ResponseHead): string {
  return \`HTTP/1.\${Math.min(1, minor)} \${status} \${reason}\`;`,
      },
    ],
  },
  {
    name: 'passes-999-on',
    rule: 'R-9110-15-2',
    collateral: [],
    summary: 'A status from 600 to 999 is as good as any.',
    patches: [{ file: 'response-parser.ts', find: '([1-5][0-9]{2})', replace: '([1-9][0-9]{2})' }],
  },
  {
    name: 'makes-a-success-of-099',
    rule: 'R-9110-15-2',
    collateral: [],
    summary: 'A status below 100 is taken to be a 200.',
    patches: [
      { file: 'response-parser.ts', find: '([1-5][0-9]{2})', replace: '([0-5][0-9]{2})' },
      {
        file: 'response-parser.ts',
        find: STATUS,
        replace: 'status: Number(match[2]) < 100 ? 200 : Number(match[2])',
      },
    ],
  },
  {
    name: 'reads-three-of-four-digits',
    rule: 'R-9112-4-1',
    collateral: [],
    summary: 'The status is the first three digits, whatever follows: 2000 is a 200.',
    patches: [{ file: 'response-parser.ts', find: '([1-5][0-9]{2})', replace: '([1-5][0-9]{2})[0-9]*' }],
  },
  {
    name: 'drops-the-space-without-a-reason',
    rule: 'R-9112-4-2',
    collateral: [],
    summary: 'Without a reason phrase the status line ends behind the status.',
    patches: [
      {
        file: 'response-writer.ts',
        find: 'return `HTTP/1.1 ${status} ${reason}`;',
        replace: 'return `HTTP/1.1 ${status} ${reason}`.trimEnd();',
      },
    ],
  },
  {
    name: 'passes-escapes-in-the-reason-on',
    rule: 'R-9112-4-3',
    collateral: [],
    summary: 'An ESC in the reason phrase passes, as in the messages that colour a terminal.',
    patches: [
      { file: 'response-parser.ts', find: STATUS_LINE, replace: STATUS_LINE.replace('[\\t\\x20', '[\\t\\x1b\\x20') },
    ],
  },
] satisfies Mutant[];
