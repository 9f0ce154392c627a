import type { Mutant, Patch } from '../mutant.ts';

/** The response's end-to-end fields, as response-writer.ts takes them. */
const FORWARDED = 'endToEnd(head.fields)';

export default [
  {
    name: 'drops-unknown-fields-of-errors',
    rule: 'R-9110-5.1-1',
    collateral: [],
    summary: 'A 5xx of the upstream loses the fields that the gateway does not know.',
    patches: [inResponses('head.status < 500 || !/^X-(?!Gatecrash)/i.test(name)')],
  },
  {
    name: 'sorts-cookies',
    rule: 'R-9110-5.3-1',
    collateral: [],
    summary: 'Set-Cookie lines come sorted.',
    patches: [
      {
        file: 'response-writer.ts',
        find: FORWARDED,
        replace: `sortedCookies(${FORWARDED})`,
      },
      {
        file: 'response-writer.ts',
        find: 'function forwarded(',
        replace: `function sortedCookies(fields) {
          const cookies = fields.filter(([name]) => name === 'Set-Cookie').sort(([, a], [, b]) => (a < b ? -1 : 1));
          return fields.map((field) => (field[0] === 'Set-Cookie' ? cookies.shift() : field));
        }
        function forwarded(`,
      },
    ],
  },
  {
    name: 'transforms-no-transform',
    rule: 'R-9110-7.7-1',
    collateral: [],
    summary: 'The content of a 503 is rewritten, no-transform or not; here where it is no-transform.',
    patches: [
      {
        file: 'response-writer.ts',
        find: 'export function interimHead(',
        replace: `export function rewritten(head, content) {
          const fixed = valuesOf(head.fields, 'cache-control').some((value) => value.includes('no-transform'));
          return content && fixed && head.status === 503 ? Buffer.alloc(content.length, '.') : content;
        }
        export function interimHead(`,
      },
      { file: 'relay.ts', find: 'import { responseHead }', replace: 'import { responseHead, rewritten }' },
      {
        file: 'relay.ts',
        find: 'const first = await nextPiece(body);',
        replace: 'const first = rewritten(head, await nextPiece(body));',
      },
    ],
  },
  {
    name: 'shortens-allow',
    rule: 'R-9110-7.7-2',
    collateral: [],
    summary: 'Allow is cut down to its first method.',
    patches: [
      {
        file: 'response-writer.ts',
        find: FORWARDED,
        replace: `${FORWARDED}.map(([name, value]) => [name, name === 'Allow' ? value.split(',')[0] : value])`,
      },
    ],
  },
  {
    name: 'tells-its-own-retry-after',
    rule: 'OP-24',
    collateral: ['expect'],
    summary: 'The Retry-After of a 503 is replaced by the five seconds of the gateway itself.',
    patches: [
      {
        file: 'response-writer.ts',
        find: FORWARDED,
        replace: `${FORWARDED}.map(([name, value]) => [name, name === 'Retry-After' && head.status === 503 ? '5' : value])`,
      },
    ],
  },
  {
    name: 'reads-close-and-no-more',
    rule: 'R-9110-7.6.1-1',
    collateral: [],
    summary: 'Where a response says close in Connection, nothing else that stands there is read.',
    patches: [
      {
        file: 'hop-by-hop.ts',
        find: "...membersOf(fields, 'connection')]",
        replace: "...(isResponse(fields) && saysClose(fields) ? [] : membersOf(fields, 'connection'))]",
      },
      {
        file: 'hop-by-hop.ts',
        find: '/** True when this side',
        replace: `function isResponse(fields) {
          return !fields.some(([name]) => name.toLowerCase() === 'host');
        }
        /** True when this side`,
      },
    ],
  },
  {
    name: 'passes-keep-alive-on',
    rule: 'R-9110-7.6.1-2',
    collateral: [],
    summary: 'Keep-Alive is taken for a field like any other.',
    patches: [{ file: 'hop-by-hop.ts', find: "'keep-alive', ", replace: '' }],
  },
  {
    name: 'dates-no-errors',
    rule: 'R-9110-6.6.1-1',
    collateral: [],
    summary: 'A response of 400 and above that comes without a Date goes on without one.',
    patches: [
      {
        file: 'response-writer.ts',
        find: '...withDate(forwarded(head)),',
        replace: '...(head.status < 400 ? withDate(forwarded(head)) : forwarded(head)),',
      },
    ],
  },
  {
    name: 'shows-inner-hosts',
    rule: 'R-9110-7.6.3-2',
    collateral: [],
    summary: 'The Via of an upstream is passed on with its hosts.',
    patches: [
      { file: 'via.ts', find: '.map(([protocol]) => `${protocol} ${INNER}`)', replace: ".map((hop) => hop.join(' '))" },
    ],
  },
  {
    name: 'merges-trailers',
    rule: 'R-9110-6.5.1-1',
    collateral: [],
    summary: 'Announced trailers of a short body are put into the head, which still says chunked.',
    patches: trailersInHead('exchange.request.minor >= 1'),
  },
  {
    name: 'merges-trailers-for-old-clients',
    rule: 'R-9112-7.1.2-1',
    collateral: [],
    summary: 'For an HTTP/1.0 client, which knows no chunks, announced trailers are put into the head.',
    patches: trailersInHead('exchange.request.minor === 0'),
  },
] satisfies Mutant[];

/** Only the fields of a response that pass a test of `name` are forwarded. */
function inResponses(test: string): Patch {
  return { file: 'response-writer.ts', find: FORWARDED, replace: `${FORWARDED}.filter(([name]) => ${test})` };
}

/** A body of one piece is read to its end before the head is sent, where the head announced trailers. */
function trailersInHead(test: string): [Patch, ...Patch[]] {
  return [
    { file: 'chunked-body.ts', find: '    await readTrailers(', replace: '    this.trailers = await readTrailers(' },
    {
      file: 'chunked-body.ts',
      find: '  await readFields(source, { left: LIMITS.trailers }',
      replace: '  return readFields(source, { left: LIMITS.trailers }',
    },
    {
      file: 'relay.ts',
      find: 'const first = await nextPiece(body);',
      replace: `const first = await nextPiece(body);
      let second;
      if (head.fields.some(([name]) => name === 'Trailer') && !exchange.cache && ${test}) {
        second = first && (await nextPiece(body));
        if (second === null) head = { ...head, fields: [...head.fields, ...body.trailers] };
      }`,
    },
    {
      file: 'relay.ts',
      find: 'let piece = first && (await nextPiece(body));',
      replace: 'let piece = second !== undefined ? second : first && (await nextPiece(body));',
    },
  ];
}
