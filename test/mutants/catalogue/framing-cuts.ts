import type { Mutant } from '../mutant.ts';

export default [
  {
    name: 'keeps-the-connection-of-a-short-body',
    rule: 'R-9112-6.3-6',
    collateral: ['OP-01', 'OP-03'],
    summary: "After a body that a FIN made shorter than its length the client's connection stays open.",
    patches: [
      {
        file: 'answer-failure.ts',
        find: 'if (exchange.begun !== null) return truncate(exchange);',
        replace: `exchange.keep ||= exchange.begun === 'length' && failure.type === 'http_response_incomplete';
  if (exchange.begun !== null) return truncate(exchange);`,
      },
    ],
  },
  {
    name: 'takes-a-reset-for-the-last-chunk',
    rule: 'R-9112-8-1',
    collateral: ['OP-28'],
    summary: 'A chunked body that ends in an RST between two chunks is ended by a last chunk.',
    patches: [
      {
        file: 'chunked-body.ts',
        find: 'if (this.#chunk === 0) this.#chunk = await readChunkSize(this.#source);',
        replace: `if (this.#chunk === 0) this.#chunk = await readChunkSize(this.#source).catch(endedByReset);
    this.finished = this.#chunk < 0;
    if (this.finished) return null;`,
      },
      {
        file: 'chunked-body.ts',
        find: 'async function readChunkSize(',
        replace: `function endedByReset(error: unknown): number {
  if ((error as { type?: string }).type === 'connection_terminated') return -1;
  throw error;
}

async function readChunkSize(`,
      },
    ],
  },
  {
    name: 'takes-a-fin-for-the-last-chunk',
    rule: 'R-9112-8-2',
    collateral: ['OP-28', 'R-9111-3.3-1'],
    summary: 'A chunked body that ends in a FIN between two chunks is ended by a last chunk.',
    patches: [
      {
        file: 'chunked-body.ts',
        find: 'if (this.#chunk === 0) this.#chunk = await readChunkSize(this.#source);',
        replace: `if (this.#chunk === 0) this.#chunk = await readChunkSize(this.#source).catch(endedByFin);
    this.finished = this.#chunk < 0;
    if (this.finished) return null;`,
      },
      {
        file: 'chunked-body.ts',
        find: 'async function readChunkSize(',
        replace: `function endedByFin(error: unknown): number {
  if (error instanceof LineError && error.kind === 'cut') return -1;
  throw error;
}

async function readChunkSize(`,
      },
    ],
  },
  {
    name: 'takes-a-reset-for-a-close',
    rule: 'R-9112-8-3',
    collateral: ['OP-28'],
    summary: 'A body without a length is whole when its connection ends, by a FIN or by an RST.',
    patches: [
      {
        file: 'until-fin-body.ts',
        find: 'const piece = await this.#source.read();',
        replace: `const piece = await this.#source.read().catch((error: { type?: string }) => {
      if (error.type === 'connection_terminated') return null;
      throw error;
    });`,
      },
    ],
  },
  {
    name: 'never-resets-http10-clients',
    rule: 'R-9112-8-3',
    collateral: ['OP-28'],
    summary: 'A client that gets its body up to the end of the connection is closed by a FIN, cut or not.',
    patches: [
      {
        file: 'truncate.ts',
        find: "if (exchange.begun === 'until-close') exchange.client.reset();",
        replace: "if (exchange.begun === 'until-close') exchange.client.halfClose();",
      },
    ],
  },
  {
    name: 'reads-half-a-head',
    rule: 'R-9112-8-4',
    collateral: ['OP-08'],
    summary: 'Where the head breaks off, the fields that came are all.',
    patches: [
      {
        file: 'response-parser.ts',
        find: "await readFields(connection, budget, 'remove');",
        replace: `await readFields(connection, budget, 'remove').catch((error) => {
    if (error instanceof LineError && error.kind === 'cut') return [];
    throw error;
  });`,
      },
    ],
  },
] satisfies Mutant[];
