import type { Mutant } from '../mutant.ts';

export default [
  {
    name: 'takes-patch-for-idempotent',
    rule: 'OP-10',
    collateral: ['R-9110-9.2.2-1', 'R-9110-9.2.2-2'],
    summary: 'PATCH is among the methods that are sent again when a pooled connection dies.',
    patches: [
      { file: 'retry.ts', find: "'PUT', 'DELETE'])", replace: "'PUT', 'DELETE', 'PATCH'])" },
      {
        file: 'retry.ts',
        find: "&& request.framing.kind === 'none';",
        replace:
          "&& (request.framing.kind === 'none' || (request.framing.kind === 'length' && request.framing.length === 0));",
      },
    ],
  },
  {
    name: 'denies-by-name',
    rule: 'OP-11',
    collateral: ['R-9110-9.2.2-2'],
    summary: 'Whatever is not POST, PATCH or LOCK is sent again, an unknown method too.',
    patches: [
      {
        file: 'retry.ts',
        find: '&& IDEMPOTENT.has(request.method) &&',
        replace: "&& !['POST', 'PATCH', 'LOCK'].includes(request.method) &&",
      },
    ],
  },
  {
    name: 'goes-on-with-an-upload-elsewhere',
    rule: 'R-9110-9.2.2-1',
    collateral: ['OP-10', 'R-9209-2.1.1-1'],
    summary: 'An upload that the upstream breaks off is begun again on a new connection, with what is left of it.',
    patches: [
      {
        file: 'forward.ts',
        find: 'if (!mayRetry(error, exchange.request, tried)) throw error;',
        replace:
          'const broken = connection !== null && (exchange.upload.left ?? 0) > 1_000_000;\n    if (!broken && !mayRetry(error, exchange.request, tried)) throw error;',
      },
    ],
  },
  {
    name: 'repeats-a-silent-post',
    rule: 'R-9110-9.2.2-2',
    collateral: ['OP-10', 'R-9110-9.2.2-1'],
    summary: 'A POST that is not answered in time is sent once more.',
    patches: [
      {
        file: 'retry.ts',
        find: "const closed = error.type === 'connection_terminated' && !connection.answering;",
        replace:
          "if (error.type === 'connection_read_timeout' && request.method === 'POST' && !request.expectsContinue)\n    return true;\n  const closed = error.type === 'connection_terminated' && !connection.answering;",
      },
    ],
  },
  {
    name: 'tries-the-whole-pool',
    rule: 'R-9110-9.2.2-3',
    collateral: [],
    summary: 'A request whose pooled connection died is sent on the next pooled one, until none is left.',
    patches: [
      {
        file: 'forward.ts',
        find: '  connection = await next.open(exchange.gone);',
        replace: `  for (let stale = await next.reuse(); stale; stale = await next.reuse()) {
    try {
      return await attempt(exchange, next, stale, spent);
    } catch (error) {
      if (!mayRetry(error, exchange.request, { connection: stale, reused: true, another: false })) throw error;
    }
  }
  connection = await next.open(exchange.gone);`,
      },
    ],
  },
  {
    name: 'repeats-on-a-new-connection',
    rule: 'OP-12',
    collateral: ['OP-13'],
    summary: 'A GET that was closed on a new connection is sent again, though nobody configured a retry.',
    patches: [{ file: 'retry.ts', find: 'closed && (reused || another) &&', replace: 'closed &&' }],
  },
  {
    name: 'hammers-the-upstream',
    rule: 'OP-14',
    collateral: ['OP-12', 'R-9110-9.2.2-3'],
    summary: 'A DELETE that dies without an octet is sent again and again, without a moment in between.',
    patches: [
      {
        file: 'retry.ts',
        find: 'closed && (reused || another) &&',
        replace: "closed && (reused || another || request.method === 'DELETE') &&",
      },
      {
        file: 'forward.ts',
        find: 'if (next === first) await backOff();',
        replace: "if (exchange.request.method !== 'DELETE') await backOff();",
      },
      {
        file: 'forward.ts',
        find: '  connection = await next.open(exchange.gone);',
        replace: `  for (let more = exchange.request.method === 'DELETE' ? 0 : 12; more < 12; more++) {
    connection = await next.open(exchange.gone);
    try {
      return await attempt(exchange, next, connection, spent);
    } catch (error) {
      if (!mayRetry(error, exchange.request, { connection, reused: true, another: false })) throw error;
    }
  }
  connection = await next.open(exchange.gone);`,
      },
    ],
  },
  {
    name: 'waits-anew-for-each-attempt',
    rule: 'OP-06a',
    collateral: [],
    summary:
      'A GET that is not answered in time on a pooled connection is sent again, and given as much time once more.',
    patches: [
      {
        file: 'retry.ts',
        find: "const closed = error.type === 'connection_terminated' && !connection.answering;",
        replace:
          "const closed = ['connection_terminated', 'connection_read_timeout'].includes(error.type) && !connection.answering;",
      },
      {
        file: 'forward.ts',
        find: 'await attempt(exchange, next, connection, spent);',
        replace: 'await attempt(exchange, next, connection);',
      },
    ],
  },
  {
    name: 'turns-to-another-replica-for-a-get-only',
    rule: 'OP-17',
    collateral: [],
    summary: 'A POST whose replica refuses the connection is a 502, though it was sent to nobody.',
    patches: [
      {
        file: 'retry.ts',
        find: 'if (connection === null) return another;',
        replace: 'if (connection === null) return another && IDEMPOTENT.has(request.method);',
      },
    ],
  },
] satisfies Mutant[];
