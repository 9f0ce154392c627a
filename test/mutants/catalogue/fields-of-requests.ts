import type { Mutant, Patch } from '../mutant.ts';

/** Marks the request of a second attempt, for request-writer.ts to see. */
const AGAIN: Patch = {
  file: 'forward.ts',
  find: 'exchange.upstream = next.name;',
  replace: 'exchange.upstream = next.name;\n  Object.assign(exchange.request, { again: true });',
};

/** The fields that request-writer.ts forwards. */
const FORWARDED = 'endToEnd(request.fields)';

export default [
  {
    name: 'forwards-what-the-client-names',
    rule: 'R-9110-7.6-1',
    collateral: [],
    summary: 'Connection of a request is removed, and what it names is not.',
    patches: [
      {
        file: 'request-writer.ts',
        find: FORWARDED,
        replace: "endToEnd(request.fields.filter(([name]) => name.toLowerCase() !== 'connection'))",
      },
    ],
  },
  {
    name: 'adds-itself-to-via-once',
    rule: 'R-9110-7.6.3-1',
    collateral: [],
    summary: 'A request that is sent a second time has the Via with which it came.',
    patches: [
      AGAIN,
      {
        file: 'request-writer.ts',
        find: '...addVia(forwarded(request), request.minor)',
        replace: "...('again' in request ? forwarded(request) : addVia(forwarded(request), request.minor))",
      },
    ],
  },
  {
    name: 'retries-without-credentials',
    rule: 'OP-16',
    collateral: [],
    summary: 'A request that is sent a second time has lost its Authorization.',
    patches: [AGAIN, onceMore("name !== 'Authorization'", 'value')],
  },
  {
    name: 'retries-without-the-query',
    rule: 'OP-16',
    collateral: [],
    summary: 'A request that is sent a second time has lost its query.',
    patches: [
      AGAIN,
      {
        file: 'request-writer.ts',
        find: '${request.target} HTTP/1.1',
        replace: "${'again' in request ? request.target.split('?')[0] : request.target} HTTP/1.1",
      },
    ],
  },
  {
    name: 'retries-without-the-body',
    rule: 'OP-16',
    collateral: [],
    summary: 'A PUT is sent a second time though its body is used up, and so with none.',
    patches: [
      AGAIN,
      {
        file: 'retry.ts',
        find: " && request.framing.kind === 'none'",
        replace: " && request.framing.kind !== 'chunked'",
      },
      {
        file: 'request-writer.ts',
        find: "if (framing.kind === 'length') return",
        replace:
          "if ('again' in arguments[0] && framing.kind === 'length') return [['Content-Length', '0']];\n  if (framing.kind === 'length') return",
      },
    ],
  },
  {
    name: 'makes-a-new-request-id',
    rule: 'OP-44',
    collateral: [],
    summary: 'A request that is sent a second time has another X-Request-Id.',
    patches: [AGAIN, onceMore('true', "name === 'X-Request-Id' ? `${value}-2` : value")],
  },
  {
    name: 'begins-a-new-trace',
    rule: 'OP-45',
    collateral: [],
    summary: 'A request that is sent a second time begins a trace of its own.',
    patches: [AGAIN, onceMore('true', "name === 'traceparent' ? `00-${'1'.repeat(32)}${value.slice(35)}` : value")],
  },
] satisfies Mutant[];

/** What becomes of each field, `name` and `value`, when a request is sent a second time. */
function onceMore(keeps: string, becomes: string): Patch {
  return {
    file: 'request-writer.ts',
    find: FORWARDED,
    replace: `endToEnd(request.fields)
      .filter(([name]) => !('again' in request) || ${keeps})
      .map(([name, value]) => ['again' in request ? [name, ${becomes}] : [name, value]].flat())`,
  };
}
