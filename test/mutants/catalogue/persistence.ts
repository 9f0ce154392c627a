import type { Mutant } from '../mutant.ts';

export default [
  {
    name: 'keeps-http10-clients',
    rule: 'R-9112-9.3-3',
    collateral: [],
    summary: 'An HTTP/1.0 client that asks for keep-alive is kept behind an error.',
    patches: [
      {
        file: 'answer-failure.ts',
        find: 'exchange.keep = exchange.begun === null && mayKeepClient(exchange);',
        replace: `exchange.keep = exchange.begun === null && mayKeepClient(exchange);
  if (exchange.begun === null && valuesOf(request.fields, 'connection').includes('keep-alive')) exchange.keep = true;`,
      },
    ],
  },
  {
    name: 'closes-behind-a-504',
    rule: 'R-9112-9.5-4',
    collateral: [],
    summary: 'The client connection is closed, duly announced, when the upstream was too slow.',
    patches: [
      {
        file: 'answer-failure.ts',
        find: 'exchange.keep = exchange.begun === null && mayKeepClient(exchange);',
        replace:
          'exchange.keep = exchange.begun === null && mayKeepClient(exchange) && describeFailure(error).status !== 504;',
      },
    ],
  },
  {
    name: 'closes-with-its-upstream',
    rule: 'R-9112-9.6-2',
    collateral: ['OP-29', 'expect'],
    summary:
      'When a pooled upstream says that it closes the client connection is closed too, and nobody told the client.',
    patches: [
      {
        file: 'forward.ts',
        find: '  if (upstream.keepalive && mayReuseUpstream(',
        replace: `  if (upstream.keepalive && head.fields.some(([name, value]) => name.toLowerCase() === 'connection' && value === 'close'))
    exchange.keep = false;
  if (upstream.keepalive && mayReuseUpstream(`,
      },
      { file: 'forward.ts', find: '  { upload }: Exchange,', replace: '  exchange: Exchange,' },
      {
        file: 'forward.ts',
        find: '  if (upstream.keepalive && head',
        replace: '  const { upload } = exchange;\n  if (upstream.keepalive && head',
      },
    ],
  },
  {
    name: 'announces-a-close-and-stays',
    rule: 'R-9112-9.6-3',
    collateral: [],
    summary: 'Behind an error for an HTTP/1.0 client the connection stays open, in spite of `Connection: close`.',
    patches: [
      {
        file: 'serve.ts',
        find: 'if (exchange.keep) await',
        replace:
          'if (exchange.begun === null && request.minor === 0) exchange.keep = true;\n  if (exchange.keep) await',
      },
    ],
  },
  {
    name: 'forgets-whom-it-kept',
    rule: 'OP-36',
    collateral: ['OP-29'],
    summary: 'The next request on a connection that was kept behind a 504 is read and dropped.',
    patches: [
      {
        file: 'serve.ts',
        find: '    if (!(await serveRequest(client, site))) return;',
        replace: '    if (late.has(client)) break;\n    if (!(await serveRequest(client, site))) return;',
      },
      {
        file: 'serve.ts',
        find: '    await answerFailure(exchange, error, site.log);',
        replace:
          "    await answerFailure(exchange, error, site.log);\n    if (String((error as Error).message).includes('nothing was received')) late.add(client);",
      },
      { file: 'serve.ts', find: '/** What a listener serves. */', replace: 'const late = new WeakSet();\n' },
    ],
  },
  {
    name: 'resets-a-silent-upstream',
    rule: 'R-9112-9.5-1',
    collateral: [],
    summary: 'An upstream that says nothing is reset when the read timeout is over.',
    patches: [
      {
        file: 'upstream-connection.ts',
        find: '    this.patience = new Patience(timeouts.read, () =>\n',
        replace: '    this.patience = new Patience(timeouts.read, () => void this.#socket.resetAndDestroy() ||\n',
      },
    ],
  },
  {
    name: 'does-not-see-a-fin-in-the-pool',
    rule: 'R-9112-9.5-2',
    collateral: ['expect'],
    summary: 'An idle connection that the upstream has closed stays in the pool, and is used.',
    patches: [
      {
        file: 'byte-source.ts',
        find: 'return this.#end === null && this.#size === 0;',
        replace: "return (this.#end === null || this.#end === 'fin') && this.#size === 0;",
      },
      {
        file: 'pool.ts',
        find: '    connection.watch(drop);',
        replace: '    connection.watch(() => {\n      if (!connection.quiet) drop();\n    });',
      },
    ],
  },
  {
    name: 'does-not-heed-connection-close',
    rule: 'R-9112-9.6-1',
    collateral: ['expect', 'OP-01', 'R-9209-2.1.1-1'],
    summary: 'A connection goes back into the pool although the upstream said that it closes it.',
    patches: [
      { file: 'persistence.ts', find: '&& head.minor >= 1 && !saysClose(head.fields)', replace: '&& head.minor >= 1' },
    ],
  },
  {
    name: 'goes-round-and-round',
    rule: 'R-9110-7.6-2',
    collateral: ['R-9209-2.1.1-1'],
    summary: 'Via is written and never looked at, so that a loop has no end.',
    patches: [{ file: 'limits.ts', find: 'hops: 8,', replace: 'hops: 100_000,' }],
  },
  {
    name: 'lets-a-head-drip',
    rule: 'OP-04',
    collateral: [],
    summary: 'The read timeout begins anew with each octet of a head, and nothing else bounds it.',
    patches: [{ file: 'timeouts.ts', find: 'HEAD_FACTOR = 2', replace: 'HEAD_FACTOR = 1000' }],
  },
] satisfies Mutant[];
