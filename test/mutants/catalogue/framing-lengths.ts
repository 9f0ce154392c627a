import type { Mutant } from '../mutant.ts';

export default [
  {
    name: 'measures-the-first-chunk-alone',
    rule: 'R-9110-8.6-1',
    collateral: ['OP-32', 'R-9112-6.1-1'],
    summary: 'An HTTP/1.0 client gets a chunked body with the length of the first chunk, be there more or not.',
    patches: [
      {
        file: 'relay.ts',
        find: 'const start = begin(exchange, head, upstream);',
        replace: `const known = exchange.request.minor === 0 && upstream.framing.kind === 'chunked' && first;
  const start = begin(exchange, head, known ? { ...upstream, length: first.length } : upstream);`,
      },
    ],
  },
  {
    name: 'lets-a-bad-length-pass-for-head',
    rule: 'R-9110-8.6-2',
    collateral: [],
    summary: 'The length in the answer to a HEAD is not looked at, as no body is read by it.',
    patches: [
      {
        file: 'response-framing.ts',
        find: 'length: coded ? null : checked(length)',
        replace:
          "length: coded ? null : length === 'invalid' ? (valuesOf(head.fields, 'content-length')[0] as never) : length",
      },
    ],
  },
  {
    name: 'wraps-a-length-at-64-bits',
    rule: 'R-9110-8.6-3',
    collateral: ['OP-28'],
    summary: 'A Content-Length is read into 64 bits, whatever stood above them.',
    patches: [
      {
        file: 'content-length.ts',
        find: 'Number(first)',
        replace: 'Number(BigInt.asUintN(64, BigInt(first)))',
      },
    ],
  },
  {
    name: 'takes-a-plus-for-a-digit',
    rule: 'R-9112-6.3-4',
    collateral: [],
    summary: 'A Content-Length is read as strtol reads it, which allows for a sign.',
    patches: [{ file: 'content-length.ts', find: '/^[0-9]+$/', replace: '/^\\+?[0-9]+$/' }],
  },
  {
    name: 'forwards-a-list-of-lengths',
    rule: 'R-9112-6.3-5',
    collateral: [],
    summary: 'A Content-Length that is the same number twice in a list goes on as it came.',
    patches: [
      {
        file: 'response-writer.ts',
        find: "['Content-Length', String(side.length)]",
        replace: `[
      'Content-Length',
      valuesOf(head.fields, 'content-length').find((value) => value.includes(',')) ?? String(side.length),
    ]`,
      },
    ],
  },
  {
    name: 'keeps-the-length-beside-the-chunks',
    rule: 'R-9112-6.2-1',
    collateral: ['OP-32'],
    summary: 'The Content-Length of a response that is chunked as well is forwarded.',
    patches: [
      {
        file: 'response-writer.ts',
        find: '...withDate(forwarded(head)),',
        replace: `...withDate(forwarded(head)),
    ...(side.framing === 'chunked' ? head.fields.filter(([name]) => name.toLowerCase() === 'content-length') : []),`,
      },
    ],
  },
  {
    name: 'goes-by-the-length-beside-the-chunks',
    rule: 'R-9112-6.3-2',
    collateral: [],
    summary: 'Where there are both, Content-Length says where the body ends, and the chunks are content.',
    patches: [{ file: 'response-framing.ts', find: '  if (coded) {', replace: '  if (coded && length === null) {' }],
  },
] satisfies Mutant[];
