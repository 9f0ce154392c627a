import type { Mutant, Patch } from '../mutant.ts';

/** A 503 may be stored as a 200 may. */
const STORE_503: Patch = {
  file: 'may-store.ts',
  find: 'head.status !== 200)',
  replace: '![200, 503].includes(head.status))',
};

export default [
  {
    name: 'keeps-its-own-errors',
    rule: 'OP-34',
    collateral: [],
    summary: 'With a cache, the error for a refused connection is kept for its target.',
    patches: [
      {
        file: 'serve.ts',
        find: '  await forward(exchange, route(routes, exchange.request.target).inTurn());',
        replace: `  const { cache, request } = exchange;
  const kept = cache ? (ERRORS.get(cache) ?? new Map<string, unknown>()) : null;
  if (cache && kept) ERRORS.set(cache, kept);
  if (kept?.has(request.target)) throw kept.get(request.target);
  await forward(exchange, route(routes, request.target).inTurn()).catch((error) => {
    if (error.type === 'connection_refused') kept?.set(request.target, error);
    throw error;
  });`,
      },
      {
        file: 'serve.ts',
        find: '/** What a listener serves. */',
        replace: 'const ERRORS = new WeakMap<Cache, Map<string, unknown>>();\n\n/** What a listener serves. */',
      },
    ],
  },
  {
    name: 'gives-old-hints-again',
    rule: 'R-9111-3-1',
    collateral: [],
    summary: 'The last interim response is stored, and sent before the stored response.',
    patches: [
      {
        file: 'interim.ts',
        find: 'forwardInterim({ client, request, upload }: Exchange',
        replace: 'forwardInterim({ client, request, upload, cache }: Exchange',
      },
      {
        file: 'interim.ts',
        find: '  if (request.minor >= 1) await client.send(interimHead(head));',
        replace:
          '  if (request.minor >= 1) await client.send(interimHead(head));\n  if (cache) Object.assign(cache, { hints: interimHead(head) });',
      },
      {
        file: 'answer-from-cache.ts',
        find: 'Buffer.concat([responseHead(',
        replace: 'Buffer.concat([(cache as unknown as { hints?: Buffer }).hints ?? Buffer.alloc(0), responseHead(',
      },
    ],
  },
  {
    name: 'keeps-errors-for-a-minute',
    rule: 'R-9111-3-2',
    collateral: ['expect'],
    summary: 'A 503 that says nothing of its freshness is stored for a minute.',
    patches: [
      STORE_503,
      {
        file: 'cache.ts',
        find: 'const lifetime = freshnessLifetime(head.fields);',
        replace: 'const lifetime = freshnessLifetime(head.fields) || (head.status === 503 ? 60 : 0);',
      },
    ],
  },
  {
    name: 'overlooks-no-store-on-errors',
    rule: 'R-9111-3-3',
    collateral: ['expect'],
    summary: 'A 503 with max-age is stored whatever else it says.',
    patches: [
      STORE_503,
      {
        file: 'may-store.ts',
        find: 'if (FORBIDDING.some(',
        replace: 'if (head.status === 200 && FORBIDDING.some(',
      },
    ],
  },
  {
    name: 'stores-trailers-as-headers',
    rule: 'R-9111-3.1-1',
    collateral: [],
    summary: 'The fields behind a chunked body stand in the header of the stored response.',
    patches: [
      {
        file: 'chunked-body.ts',
        find: '    await readTrailers(this.#source);',
        replace: "    this.trailers = await readFields(this.#source, { left: LIMITS.trailers }, 'remove');",
      },
      { file: 'chunked-body.ts', find: '  finished = false;', replace: '  finished = false;\n  trailers: unknown;' },
      {
        file: 'relay.ts',
        find: 'recording?.complete();',
        replace:
          'if (recording) Object.assign(head, { fields: [...head.fields, ...((body as never as { trailers?: [] }).trailers ?? [])] });\n  recording?.complete();',
      },
    ],
  },
  {
    name: 'keeps-what-was-cut',
    rule: 'R-9111-3.3-1',
    collateral: [],
    summary: 'What came of a body that broke off is stored as the whole of it.',
    patches: [
      {
        file: 'relay.ts',
        find: '  for (let piece = first && (await nextPiece(body)); piece; piece = await nextPiece(body)) {',
        replace: `  const next = () =>
    nextPiece(body).catch((error) => {
      recording?.complete();
      throw error;
    });
  for (let piece = first && (await next()); piece; piece = await next()) {`,
      },
    ],
  },
  {
    name: 'answers-a-post-from-its-store',
    rule: 'R-9111-4-1',
    collateral: [],
    summary: 'A POST to a page that is stored gets the page, and the upstream does not hear of it.',
    patches: [
      {
        file: 'may-answer-from.ts',
        find: "if (method !== 'GET' || framing.kind !== 'none') return false;",
        replace: "if (method !== 'GET' && method !== 'POST') return false;",
      },
    ],
  },
] satisfies Mutant[];
