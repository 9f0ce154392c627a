import type { Mutant } from '../mutant.ts';

export default [
  {
    name: 'throws-surplus-away-and-goes-on',
    rule: 'OP-31',
    collateral: [],
    summary: 'Octets behind a response are dropped, and the connection is used again.',
    patches: [
      {
        file: 'byte-source.ts',
        find: '  /** True when the peer is there and has said nothing that was not read. */',
        replace: `  discard(): boolean {
    this.#held.length = 0;
    this.#size = 0;
    return this.#end === null;
  }

  /** True when the peer is there and has said nothing that was not read. */`,
      },
      {
        file: 'upstream-connection.ts',
        find: '  /** True when the upstream still takes what we send. */',
        replace: `  discard(): boolean {
    return this.#source.discard();
  }

  /** True when the upstream still takes what we send. */`,
      },
      {
        file: 'persistence.ts',
        find: 'upload.complete && connection.quiet',
        replace: 'upload.complete && connection.discard()',
      },
    ],
  },
  {
    name: 'reads-surplus-as-the-next-answer',
    rule: 'R-9112-6.3-7',
    collateral: ['OP-31', 'R-9110-5.1-1'],
    summary: 'What stands behind a response in the buffer is where the next one is read from.',
    patches: [
      {
        file: 'persistence.ts',
        find: 'upload.complete && connection.quiet',
        replace: "upload.complete && (connection.quiet || (framing.framing.kind !== 'none' && connection.writable))",
      },
      {
        file: 'pool.ts',
        find: 'if (connection.quiet) return connection;',
        replace: 'if (connection.writable) return connection;',
      },
    ],
  },
  {
    name: 'does-not-watch-idle-connections',
    rule: 'R-9112-9.2-1',
    collateral: ['OP-31', 'OP-32'],
    summary: 'What comes over an idle connection waits there, and the next request finds it.',
    patches: [
      { file: 'pool.ts', find: '    connection.watch(drop);\n', replace: '' },
      {
        file: 'pool.ts',
        find: 'if (connection.quiet) return connection;',
        replace: 'if (connection.writable) return connection;',
      },
    ],
  },
  {
    name: 'pools-what-the-client-left',
    rule: 'R-9112-9.3-1',
    collateral: [],
    summary: 'When the client leaves by an RST its upstream connection goes to the next request, unread.',
    patches: [
      {
        file: 'forward.ts',
        find: 'const cancel = () => connection.fail(new ClientGone());',
        replace: `const cancel = () => {
    if (exchange.begun !== 'length') connection.fail(new ClientGone());
  };`,
      },
      {
        file: 'forward.ts',
        find: '    connection.destroy();\n    throw error;',
        replace: `    if (upstream.keepalive && exchange.begun === 'length' && error instanceof ClientGone) upstream.leave(connection);
    else connection.destroy();
    throw error;`,
      },
      {
        file: 'upstream.ts',
        find: '    return this.#pool.take();',
        replace: `    const left = this.#left;
    this.#left = null;
    return left ? Promise.resolve(left) : this.#pool.take();`,
      },
      {
        file: 'upstream.ts',
        find: '  /** Keeps a connection that may be reused. */',
        replace: `  #left: UpstreamConnection | null = null;

  leave(connection: UpstreamConnection): void {
    this.#left = connection;
  }

  /** Keeps a connection that may be reused. */`,
      },
      {
        file: 'upstream.ts',
        find: '    this.#pool.close();',
        replace: '    this.#left?.destroy();\n    this.#pool.close();',
      },
    ],
  },
  {
    name: 'asks-again-after-the-first-octet',
    rule: 'OP-15',
    collateral: ['OP-12'],
    summary: 'A response with a length that is cut by an RST is asked for again, though its beginning was sent.',
    patches: [
      {
        file: 'forward.ts',
        find: '    connection.destroy();\n    throw error;',
        replace: `    connection.destroy();
    const cut = error instanceof UpstreamFailure && error.type === 'connection_terminated';
    if (cut && upstream.keepalive && exchange.begun === 'length') await askAgain(exchange, upstream);
    throw error;`,
      },
      {
        file: 'forward.ts',
        find: 'function answerWithin(',
        replace: `async function askAgain(exchange: Exchange, upstream: Upstream): Promise<void> {
  const again = await upstream.open(exchange.gone);
  exchange.upload.start(again, requestHead(exchange.request, upstream));
  await again.read();
  again.destroy();
}

function answerWithin(`,
      },
    ],
  },
] satisfies Mutant[];
