import type { Mutant } from '../mutant.ts';

export default [
  {
    name: 'waits-before-it-says-502',
    rule: 'OP-01',
    collateral: [],
    summary: 'A refused connection is told to the client a second later.',
    patches: [
      {
        file: 'answer-failure.ts',
        find: '  const failure = describeFailure(error);\n  const event =',
        replace:
          "  const failure = describeFailure(error);\n  if (failure.type === 'connection_refused') await new Promise((resume) => setTimeout(resume, 1000));\n  const event =",
      },
    ],
  },
  {
    name: 'connects-for-ever',
    rule: 'OP-02',
    collateral: ['expect'],
    summary: 'The connect timeout never comes.',
    patches: [{ file: 'connect.ts', find: 'AbortSignal.timeout(ms)', replace: 'AbortSignal.timeout(1000 * ms)' }],
  },
  {
    name: 'waits-for-ever-for-an-answer',
    rule: 'OP-03',
    collateral: ['expect'],
    summary: 'The read timeout never comes while the upstream has said nothing.',
    patches: [
      {
        file: 'upstream-connection.ts',
        find: "      this.fail(new UpstreamFailure('connection_read_timeout'",
        replace: "      this.answering && this.fail(new UpstreamFailure('connection_read_timeout'",
      },
    ],
  },
  {
    name: 'waits-for-ever-in-a-body',
    rule: 'OP-05',
    collateral: ['OP-03', 'R-9110-10.1.1-2', 'R-9112-6.3-6', 'expect'],
    summary: 'The read timeout never comes once the upstream has begun to answer.',
    patches: [
      {
        file: 'upstream-connection.ts',
        find: "      this.fail(new UpstreamFailure('connection_read_timeout'",
        replace: "      this.answering || this.fail(new UpstreamFailure('connection_read_timeout'",
      },
    ],
  },
  {
    name: 'takes-garbage-for-its-own-error',
    rule: 'OP-06',
    collateral: ['OP-07', 'R-9209-2.1.1-2'],
    summary: 'An answer that is no HTTP is answered 500.',
    patches: [{ file: 'error-types.ts', find: 'http_protocol_error: [502', replace: 'http_protocol_error: [500' }],
  },
  {
    name: 'answers-200-for-garbage',
    rule: 'OP-08',
    collateral: [
      'R-9110-15-2',
      'R-9110-5.5-1',
      'R-9110-8.6-3',
      'R-9112-4-1',
      'R-9112-5.2-1',
      'R-9112-6.3-4',
      'expect',
      'OP-28',
    ],
    summary: 'An answer that is no HTTP is answered 200, with an error page.',
    patches: [{ file: 'error-types.ts', find: 'http_protocol_error: [502', replace: 'http_protocol_error: [200' }],
  },
  {
    name: 'replays-post',
    rule: 'OP-10',
    collateral: ['expect', 'R-9110-9.2.2-1', 'R-9110-9.2.2-2'],
    summary: 'A POST is sent once more when the reused connection was closed.',
    patches: [
      { file: 'retry.ts', find: "new Set(['GET',", replace: "new Set(['POST', 'GET'," },
      { file: 'retry.ts', find: " && request.framing.kind === 'none'", replace: '' },
    ],
  },
  {
    name: 'never-forgets-a-refusal',
    rule: 'OP-25',
    collateral: ['until', 'OP-26'],
    summary: 'An upstream that once refused a connection is never asked again.',
    patches: [
      {
        file: 'upstream.ts',
        find: '    const host = await resolve(',
        replace:
          "    if (this.refused) throw new UpstreamFailure('connection_refused', 'marked down');\n    const host = await resolve(",
      },
      {
        file: 'upstream.ts',
        find: 'timeouts.connect, gone, trust);',
        replace: 'timeouts.connect, gone, trust).catch((error) => this.note(error));',
      },
      {
        file: 'upstream.ts',
        find: '  /** Keeps a connection that may be reused. */',
        replace: `  refused = false;

  note(error: unknown): never {
    if (error instanceof UpstreamFailure && error.type === 'connection_refused') this.refused = true;
    throw error;
  }

  /** Keeps a connection that may be reused. */`,
      },
      {
        file: 'upstream.ts',
        find: "import { Pool } from './pool.ts';",
        replace: "import { Pool } from './pool.ts';\nimport { UpstreamFailure } from './failures.ts';",
      },
    ],
  },
  {
    name: 'finishes-a-cut-body',
    rule: 'OP-28',
    collateral: ['R-9112-7.1-3', 'R-9112-8-1', 'R-9112-8-2', 'R-9112-8-3', 'R-9112-9.6-2'],
    summary: 'A chunked body that broke off is ended by a last chunk.',
    patches: [
      {
        file: 'truncate.ts',
        find: "if (exchange.begun === 'until-close') exchange.client.reset();",
        replace:
          "if (exchange.begun === 'until-close') exchange.client.reset();\n  if (exchange.begun === 'chunked') void exchange.client.send(Buffer.from('0\\r\\n\\r\\n'));",
      },
    ],
    breaks: true,
  },
  {
    name: 'closes-without-a-word',
    rule: 'OP-29',
    collateral: ['expect', 'OP-36'],
    summary: 'When an upstream refuses the connection, the client is told nothing.',
    patches: [
      {
        file: 'answer-failure.ts',
        find: '  const failure = describeFailure(error);\n  const event =',
        replace:
          "  const failure = describeFailure(error);\n  if (failure.type === 'connection_refused') return client.destroy();\n  const event =",
      },
    ],
  },
  {
    name: 'understates-its-error-page',
    rule: 'OP-32',
    collateral: ['R-9112-9.3-2'],
    summary:
      'The Content-Length of a 502 for a refused connection is one too small, so an octet is left for the next response.',
    patches: [
      {
        file: 'error-response.ts',
        find: "['Content-Length', String(body.content.length)]",
        replace: "['Content-Length', String(body.content.length - (type === 'connection_refused' ? 1 : 0))]",
      },
    ],
  },
  {
    name: 'passes-nul',
    rule: 'OP-33',
    collateral: ['R-9110-5.5-1'],
    summary: 'A NUL in a field of the upstream reaches the client.',
    patches: [
      {
        file: 'field-line.ts',
        find: 'const VALUE = /^[\\t',
        replace: 'const VALUE = /^[\\x00\\t',
      },
    ],
  },
  {
    name: 'tells-the-errno',
    rule: 'OP-40',
    collateral: [],
    summary: 'The body of a 502 says what connect(2) said.',
    patches: [
      {
        file: 'error-response.ts',
        find: '  return { status, type, sentence };',
        replace:
          '  return { status, type, sentence: `${sentence} (${error instanceof Error ? error.message : error})` } as never;',
      },
    ],
  },
  {
    name: 'dies-of-a-large-head',
    rule: 'OP-47',
    collateral: ['OP-25', 'OP-29', 'R-9110-2.3-1', 'expect'],
    summary: 'The process ends when an upstream sends a header section beyond the limit.',
    patches: [
      {
        file: 'read-line.ts',
        find: "      throw new LineError('too-large', 'a line goes beyond the size limit');",
        replace: '      process.exit(1);',
      },
    ],
  },
  {
    name: 'says-502-to-everything',
    rule: 'TWIN',
    collateral: ['OP-06', 'OP-17', 'OP-25', 'R-9209-2.1.1-1', 'expect', 'until', 'OP-26'],
    summary: 'Every request is answered 502, and no upstream is asked.',
    patches: [
      {
        file: 'forward.ts',
        find: '  if (isLoop(exchange.request.fields)) throw',
        replace:
          "  if (replicas.length > 0) throw new UpstreamFailure('connection_refused', 'down');\n  if (isLoop(exchange.request.fields)) throw",
      },
    ],
  },
  {
    name: 'misspells-its-version',
    rule: 'R-9110-2.2-1',
    collateral: ['R-9209-2.1.1-1'],
    summary: 'The status line of an error says HTTP/1.1. with a dot too many.',
    patches: [
      {
        file: 'error-response.ts',
        find: 'serializeHead(`HTTP/1.1 ${status}',
        replace: 'serializeHead(`HTTP/1.1. ${status}',
      },
    ],
  },
] satisfies Mutant[];
