import type { Mutant } from '../mutant.ts';

export default [
  {
    name: 'reads-small-letters-in-sizes-alone',
    rule: 'R-9112-6.1-1',
    collateral: [],
    summary: 'A chunk size with A to F in capitals is refused.',
    patches: [{ file: 'chunked-body.ts', find: 'x80-\\xff]*)?$/i;', replace: 'x80-\\xff]*)?$/;' }],
  },
  {
    name: 'chokes-on-a-quoted-extension',
    rule: 'R-9112-7.1.1-1',
    collateral: [],
    summary: 'A chunk extension whose value is a quoted string is refused.',
    patches: [
      {
        file: 'chunked-body.ts',
        find: '[\\t\\x20-\\x7e\\x80-\\xff]*)?$/i',
        replace: '[\\t\\x20-\\x21\\x23-\\x7e]*)?$/i',
      },
    ],
  },
  {
    name: 'wraps-a-chunk-size-at-64-bits',
    rule: 'R-9112-7.1-1',
    collateral: [],
    summary: 'A chunk size is read into 64 bits, whatever stood above them.',
    patches: [
      { file: 'chunked-body.ts', find: '{1,13}', replace: '{1,20}' },
      {
        file: 'chunked-body.ts',
        find: 'Number.parseInt(digits, 16)',
        replace: 'Number(BigInt.asUintN(64, BigInt(`0x${digits}`)))',
      },
    ],
  },
  {
    name: 'skips-two-octets-behind-a-chunk',
    rule: 'R-9112-7.1-3',
    collateral: [],
    summary: 'Two octets behind the data of a chunk are thrown away unseen, as they are CR and LF mostly.',
    patches: [
      {
        file: 'chunked-body.ts',
        find: "await readLine(source, { left: 2 }, '\\r\\n');",
        replace: `for (let left = 2; left > 0; ) {
    const piece = await source.read();
    if (piece === null) throw new LineError('cut', 'a chunk lacks its end');
    source.unread(piece.subarray(left));
    left -= Math.min(left, piece.length);
  }`,
      },
    ],
  },
  {
    name: 'passes-chunked-chunked-on',
    rule: 'R-9112-6.1-2',
    collateral: ['OP-32'],
    summary: 'A response that is chunked twice is decoded once, and forwarded with the field that it came with.',
    patches: [
      {
        file: 'response-framing.ts',
        find: "codings.length === 1 && codings[0] === 'chunked'",
        replace: "codings.every((coding) => coding === 'chunked')",
      },
      {
        file: 'response-writer.ts',
        find: "['Transfer-Encoding', 'chunked']",
        replace: "['Transfer-Encoding', valuesOf(head.fields, 'transfer-encoding').join(', ') || 'chunked']",
      },
    ],
  },
  {
    name: 'chunks-for-http10-clients',
    rule: 'R-9112-6.1-4',
    collateral: [],
    summary: 'What comes in chunks goes on in chunks, to HTTP/1.0 clients as well.',
    patches: [
      {
        file: 'client-framing.ts',
        find: "request.minor >= 1 ? 'chunked'",
        replace: "request.minor >= 1 || upstream.framing.kind === 'chunked' ? 'chunked'",
      },
    ],
  },
  {
    name: 'believes-chunks-of-http10',
    rule: 'R-9112-6.1-5',
    collateral: [],
    summary: 'Chunks in HTTP/1.0 are decoded, and the connection is used again.',
    patches: [
      { file: 'response-framing.ts', find: 'if (head.minor >= 1 && codings', replace: 'if (codings' },
      {
        file: 'persistence.ts',
        find: 'framing.sound && head.minor >= 1 &&',
        replace: "framing.sound && (head.minor >= 1 || framing.framing.kind === 'chunked') &&",
      },
    ],
  },
  {
    name: 'finds-chunked-anywhere',
    rule: 'R-9112-6.3-3',
    collateral: [],
    summary: 'A response is decoded as chunks when the word stands anywhere in Transfer-Encoding.',
    patches: [
      {
        file: 'response-framing.ts',
        find: "codings.length === 1 && codings[0] === 'chunked'",
        replace: "codings.includes('chunked')",
      },
    ],
  },
  {
    name: 'overlooks-parameters-of-chunked',
    rule: 'R-9112-7.1-2',
    collateral: [],
    summary: 'What stands behind a semicolon in Transfer-Encoding is not looked at.',
    patches: [
      {
        file: 'response-framing.ts',
        find: "membersOf(head.fields, 'transfer-encoding');",
        replace: "membersOf(head.fields, 'transfer-encoding').map((coding) => coding.replace(/;.*/, ''));",
      },
    ],
  },
] satisfies Mutant[];
