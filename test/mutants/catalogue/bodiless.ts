import type { Mutant, Patch } from '../mutant.ts';

/** Keeps an upstream connection behind such a response, and takes it again, without a look at what still lies in it. */
function keepsBlindly(condition: string): [Patch, ...Patch[]] {
  return [
    {
      file: 'persistence.ts',
      find: 'return framing.sound && head.minor >= 1 && !saysClose(head.fields) && upload.complete && connection.quiet;',
      replace: `const blind = ${condition};
  Object.assign(connection, { blind });
  const clean = blind || (framing.sound && connection.quiet);
  return clean && head.minor >= 1 && !saysClose(head.fields) && upload.complete;`,
    },
    {
      file: 'pool.ts',
      find: 'if (connection.quiet) return connection;',
      replace: 'if (connection.quiet || (connection as { blind?: boolean }).blind) return connection;',
    },
  ];
}

export default [
  {
    name: 'passes-the-length-of-a-204-on',
    rule: 'R-9110-8.6-4',
    collateral: [],
    summary: 'A 204 keeps its Content-Length.',
    patches: [
      {
        file: 'response-framing.ts',
        find: "if (head.status === 204) return { framing: { kind: 'none' }, length: null,",
        replace:
          "if (head.status === 204) return { framing: { kind: 'none' }, length: typeof length === 'number' ? length : null,",
      },
    ],
  },
  {
    name: 'passes-the-length-of-a-103-on',
    rule: 'R-9110-8.6-4',
    collateral: [],
    summary: 'An interim response keeps its Content-Length.',
    patches: [
      {
        file: 'response-writer.ts',
        find: 'return serializeHead(statusLine(head), forwarded(head));',
        replace: `const length = head.fields.filter(([name]) => name.toLowerCase() === 'content-length');
  return serializeHead(statusLine(head), [...forwarded(head), ...length]);`,
      },
    ],
  },
  {
    name: 'passes-the-coding-of-a-204-on',
    rule: 'R-9112-6.1-3',
    collateral: ['OP-32'],
    summary: 'A 204 keeps its Transfer-Encoding.',
    patches: [
      {
        file: 'response-writer.ts',
        find: "...(side.framing === 'chunked' ?",
        replace:
          "...(side.framing === 'chunked' || (head.status === 204 && valuesOf(head.fields, 'transfer-encoding').length > 0) ?",
      },
    ],
  },
  {
    name: 'reuses-a-connection-behind-a-204',
    rule: 'R-9110-15.3.5-1',
    collateral: ['OP-31', 'R-9110-5.1-1'],
    summary: 'The content of a 204 stays in the upstream connection and answers the next request on it.',
    patches: keepsBlindly('head.status === 204'),
  },
  {
    name: 'reuses-a-connection-behind-a-304',
    rule: 'R-9110-15.4.5-1',
    collateral: ['OP-31', 'R-9110-5.1-1'],
    summary: 'The content of a 304 stays in the upstream connection and answers the next request on it.',
    patches: keepsBlindly('head.status === 304'),
  },
  {
    name: 'reuses-a-connection-behind-a-head',
    rule: 'R-9112-6.3-1',
    collateral: ['OP-31', 'R-9110-5.1-1'],
    summary: 'The content of the answer to a HEAD stays in the upstream connection and answers the next request on it.',
    patches: keepsBlindly("framing.framing.kind === 'none' && head.status !== 204 && head.status !== 304"),
  },
  {
    name: 'passes-content-of-a-204-on',
    rule: 'R-9110-15.3.5-1',
    collateral: ['OP-32', 'R-9110-15-1'],
    summary: 'Octets that lie behind a 204 go on to the client.',
    patches: [
      {
        file: 'relay.ts',
        find: "if (exchange.begun === 'chunked') await client.send(LAST_CHUNK);",
        replace: `if (exchange.begun === 'chunked') await client.send(LAST_CHUNK);
  const surplus = head.status === 204 && !connection.quiet ? await connection.read().catch(() => null) : null;
  if (surplus) await client.send(surplus);`,
      },
    ],
  },
  {
    name: 'passes-content-of-a-205-on',
    rule: 'R-9110-15.3.6-1',
    collateral: [],
    summary: 'A 205 is refused for chunked content alone.',
    patches: [
      {
        file: 'relay.ts',
        find: 'if (head.status === 205 && first) throw',
        replace:
          "if (head.status === 205 && first && head.fields.some(([name]) => name.toLowerCase() === 'transfer-encoding')) throw",
      },
    ],
  },
  {
    name: 'answers-a-cut-body-with-an-error',
    rule: 'R-9110-15-1',
    collateral: [],
    summary: 'An error response follows into a body that broke off.',
    patches: [
      {
        file: 'truncate.ts',
        find: "if (exchange.begun === 'until-close') exchange.client.reset();",
        replace: `const error = 'HTTP/1.1 502 Bad Gateway\\r\\nContent-Length: 0\\r\\n\\r\\n';
  if (exchange.begun === 'until-close') exchange.client.reset();
  else if (exchange.begun === 'length') void exchange.client.send(Buffer.from(error)).catch(() => undefined);`,
      },
    ],
  },
  {
    name: 'passes-a-second-response-on',
    rule: 'R-9110-15-1',
    collateral: ['OP-31', 'OP-32', 'R-9110-5.1-1', 'R-9112-6.3-7'],
    summary: 'What lies behind a body of known length goes on to the client.',
    patches: [
      {
        file: 'relay.ts',
        find: "if (exchange.begun === 'chunked') await client.send(LAST_CHUNK);",
        replace: `if (exchange.begun === 'chunked') await client.send(LAST_CHUNK);
  const more = exchange.begun === 'length' && !connection.quiet ? await connection.read().catch(() => null) : null;
  if (more) await client.send(more);`,
      },
    ],
  },
] satisfies Mutant[];
