import type { Mutant } from '../mutant.ts';

const FAILURES = {
  file: 'upstream.ts',
  find: "import { Pool } from './pool.ts';",
  replace: "import { Pool } from './pool.ts';\nimport { UpstreamFailure } from './failures.ts';",
};

export default [
  {
    name: 'works-on-for-nobody',
    rule: 'OP-38',
    collateral: ['OP-31'],
    summary: 'When the client is gone in mid-response the rest is read to its end all the same.',
    patches: [
      {
        file: 'forward.ts',
        find: "  exchange.gone.addEventListener('abort', cancel);\n  if (exchange.gone.aborted) cancel();\n",
        replace: '',
      },
      {
        file: 'relay.ts',
        find: '    await client.send(encode(piece));',
        replace: '    await client.send(encode(piece)).catch(() => undefined);',
      },
    ],
  },
  {
    name: 'asks-twice-whatever-came',
    rule: 'OP-13',
    collateral: ['OP-12'],
    summary: 'A GET whose connection was closed without an answer is always sent once more, to the same upstream too.',
    patches: [{ file: 'retry.ts', find: 'return closed && (reused || another) &&', replace: 'return closed &&' }],
  },
  {
    name: 'has-so-many-connections-for-all',
    rule: 'OP-20',
    collateral: ['expect', 'until', 'OP-06', 'OP-25', 'R-9110-15.6.4-1', 'R-9209-2.1.1-1'],
    alone: true,
    summary: 'All upstreams share a hundred connections: where one holds them all, the others are not asked.',
    patches: [
      {
        file: 'upstream.ts',
        find: '/** One upstream of one slot, with its pool. */',
        replace: 'let connections = 0;\n\n/** One upstream of one slot, with its pool. */',
      },
      {
        file: 'upstream.ts',
        find: '    const host = await resolve(',
        replace:
          "    if (connections >= 100) throw new UpstreamFailure('connection_refused', 'too many');\n    const host = await resolve(",
      },
      {
        file: 'upstream.ts',
        find: '    return new UpstreamConnection(line, timeouts);',
        replace:
          "    connections += 1;\n    line.once('close', () => (connections -= 1));\n    return new UpstreamConnection(line, timeouts);",
      },
      FAILURES,
    ],
  },
  {
    name: 'marks-down-for-one-page',
    rule: 'OP-21',
    collateral: ['expect', 'until', 'OP-06', 'R-9209-2.1.1-1'],
    summary: 'An upstream whose header broke off ten times is not asked any more, but for canaries.',
    patches: [
      {
        file: 'forward.ts',
        find: '  const idle = await first.reuse();',
        replace:
          "  if (first.cut >= 10 && !exchange.request.target.endsWith('canary')) throw new UpstreamFailure('connection_refused', 'marked down');\n  const idle = await first.reuse();",
      },
      {
        file: 'forward.ts',
        find: '  } catch (error) {\n    connection.destroy();',
        replace:
          "  } catch (error) {\n    if (error instanceof UpstreamFailure && error.type === 'http_response_incomplete') upstream.cut += 1;\n    connection.destroy();",
      },
      {
        file: 'upstream.ts',
        find: '  /** Keeps a connection that may be reused. */',
        replace: '  cut = 0;\n\n  /** Keeps a connection that may be reused. */',
      },
    ],
  },
  {
    name: 'lets-one-more-in',
    rule: 'OP-22',
    collateral: ['expect'],
    summary: 'One more request than the limit says is let through to an upstream at once.',
    patches: [
      {
        file: 'turns.ts',
        find: 'this.#under >= this.#limit.connections',
        replace: 'this.#under > this.#limit.connections',
      },
    ],
  },
  {
    name: 'stampedes',
    rule: 'OP-27',
    collateral: [],
    summary: 'Once an upstream has refused twenty connections, each new one brings five more along.',
    patches: [
      {
        file: 'upstream.ts',
        find: 'timeouts.connect, gone, trust);',
        replace: 'timeouts.connect, gone, trust).catch((error) => this.note(error));\n    this.bringMore(host);',
      },
      {
        file: 'upstream.ts',
        find: '  /** Keeps a connection that may be reused. */',
        replace: `  refused = 0;

  note(error: unknown): never {
    if (error instanceof UpstreamFailure && error.type === 'connection_refused') this.refused += 1;
    throw error;
  }

  bringMore(host: string): void {
    for (let more = 0; more < 5 && this.refused >= 20; more += 1)
      connect({ host, port: this.address.port }, 1000, new AbortController().signal).then(
        (line) => line.destroy(),
        () => undefined,
      );
  }

  /** Keeps a connection that may be reused. */`,
      },
      FAILURES,
    ],
  },
  {
    name: 'keeps-what-it-gave-up',
    rule: 'OP-48',
    collateral: ['OP-31', 'OP-38'],
    alone: true,
    summary: 'A connection to an upstream whose header broke off is never closed.',
    patches: [
      {
        file: 'forward.ts',
        find: '  } catch (error) {\n    connection.destroy();',
        replace:
          "  } catch (error) {\n    if (!(error instanceof UpstreamFailure && error.type === 'http_response_incomplete')) connection.destroy();",
      },
    ],
  },
  {
    name: 'keeps-a-header-of-any-length',
    rule: 'OP-49',
    collateral: ['expect', 'until', 'OP-01', 'OP-06', 'R-9209-2.1.1-1', 'R-9110-2.3-1'],
    alone: true,
    summary: 'A header of an upstream may have a gigabyte, and all of it is kept.',
    patches: [{ file: 'limits.ts', find: '  head: 65_536,', replace: '  head: 1_073_741_824,' }],
  },
] satisfies Mutant[];
