import type { Mutant } from '../mutant.ts';

const FORWARD = 'if (request.minor >= 1) await client.send(interimHead(head));';
const FINAL = 'if (head.status >= 200) return head;';
const COUNT = 'for (let count = 0; count <= LIMITS.interim; count++) {';
const SWITCHED =
  "if (head.status === 101) throw new UpstreamFailure('http_protocol_error', 'switched protocols unasked');";
const IMPORT = "import { UpstreamFailure } from './failures.ts';";
const AND_CLIENT_GONE = "import { ClientGone, UpstreamFailure } from './failures.ts';";
/** The source of a template; the Date is there because others would miss it. */
const BARE_101 = String.raw`HTTP/1.1 101 Switching Protocols\r\nDate: ${'${new Date().toUTCString()}'}\r\n\r\n`;
/** What the client asked to switch to, and what the upstream says that it has. */
const ASKED = "request.fields.find(([name]) => name.toLowerCase() === 'upgrade')?.[1]";
const TAKEN = "head.fields.find(([name]) => name.toLowerCase() === 'upgrade')?.[1]";

export default [
  {
    name: 'sends-hints-to-old-clients',
    rule: 'R-9110-15.2-1',
    collateral: [],
    summary: 'An interim response goes on to a client of whatever version.',
    patches: [{ file: 'interim.ts', find: FORWARD, replace: 'await client.send(interimHead(head));' }],
  },
  {
    name: 'bears-one-interim-response',
    rule: 'R-9110-15.2-2',
    collateral: ['expect'],
    summary: 'The second 1xx in a row is a protocol error.',
    patches: [{ file: 'limits.ts', find: 'interim: 100,', replace: 'interim: 1,' }],
  },
  {
    name: 'refuses-a-100-unasked',
    rule: 'R-9110-15.2-2',
    collateral: ['expect', 'R-9209-2.1.1-1', 'OP-06'],
    summary: 'A 100 to a request without Expect: 100-continue is a protocol error.',
    patches: [
      {
        file: 'interim.ts',
        find: 'if (head.status === 101) throw',
        replace: 'if (head.status === 101 || (head.status === 100 && !request.expectsContinue)) throw',
      },
    ],
  },
  {
    name: 'drops-early-hints',
    rule: 'R-9110-15.2-3',
    collateral: [],
    summary: 'A 103 is read and forgotten.',
    patches: [{ file: 'interim.ts', find: FORWARD, replace: FORWARD.replace(' >= 1', ' >= 1 && head.status !== 103') }],
  },
  {
    name: 'passes-content-of-a-103-on',
    rule: 'R-9110-15.2-4',
    collateral: ['OP-32'],
    summary: 'What is no status line behind a 103 is its content, and goes on to the client.',
    patches: [
      {
        file: 'interim.ts',
        find: 'if (count < LIMITS.interim) await forwardInterim(exchange, head);',
        replace: `await forwardInterim(exchange, head);
    const length = Number(head.fields.find(([name]) => name.toLowerCase() === 'content-length')?.[1] ?? 0);
    const next = length > 0 ? await connection.read() : null;
    const content = next?.[0] === 0x48 ? 0 : length;
    if (next) connection.unread(next.subarray(content));
    if (next && content > 0) await exchange.client.send(next.subarray(0, content));`,
      },
    ],
  },
  {
    name: 'adds-hints-to-the-answer',
    rule: 'R-8297-2-1',
    collateral: [],
    summary: 'Set-Cookie of a 103 is added to the final response, so that it is not lost.',
    patches: [
      { file: 'interim.ts', find: COUNT, replace: `const hints: ResponseHead['fields'][number][] = [];\n  ${COUNT}` },
      {
        file: 'interim.ts',
        find: FINAL,
        replace: `if (head.status >= 200) return { ...head, fields: [...head.fields, ...hints] };
    hints.push(...head.fields.filter(([name]) => name.toLowerCase() === 'set-cookie'));`,
      },
    ],
  },
  {
    name: 'switches-unasked',
    rule: 'R-9110-7.8-1',
    collateral: ['OP-08'],
    summary: 'A 101 goes on to a client that did not ask for any upgrade.',
    patches: [
      { file: 'interim.ts', find: IMPORT, replace: AND_CLIENT_GONE },
      {
        file: 'interim.ts',
        find: SWITCHED,
        replace: `if (head.status === 101 && !${ASKED}) {
    await client.send(Buffer.from(\`${BARE_101}\`));
    throw new ClientGone();
  }
  ${SWITCHED}`,
      },
    ],
  },
  {
    name: 'switches-to-what-the-upstream-likes',
    rule: 'R-9110-7.8-1',
    collateral: [],
    summary: 'A client that offered one protocol is switched to whichever the upstream names.',
    patches: [
      { file: 'interim.ts', find: IMPORT, replace: AND_CLIENT_GONE },
      {
        file: 'interim.ts',
        find: SWITCHED,
        replace: `if (head.status === 101 && ${ASKED} && ${TAKEN}) {
    const taken = ${TAKEN};
    await client.send(Buffer.from(\`HTTP/1.1 101 Switching\\r\\nDate: \${new Date().toUTCString()}\\r\\nUpgrade: \${taken}\\r\\n\\r\\n\`));
    throw new ClientGone();
  }
  ${SWITCHED}`,
      },
    ],
  },
  {
    name: 'drops-the-upgrade-of-a-101',
    rule: 'R-9110-7.8-2',
    collateral: [],
    summary: 'A 101 to a client that asked for an upgrade goes on without its hop-by-hop fields.',
    patches: [
      { file: 'interim.ts', find: IMPORT, replace: AND_CLIENT_GONE },
      {
        file: 'interim.ts',
        find: SWITCHED,
        replace: `if (head.status === 101 && ${ASKED}) {
    await client.send(Buffer.from(\`${BARE_101}\`));
    throw new ClientGone();
  }
  ${SWITCHED}`,
      },
    ],
  },
  {
    name: 'reads-the-upload-before-it-says-refused',
    rule: 'R-9110-10.1.1-1',
    collateral: ['OP-01'],
    summary: 'Where no connection can be made the error waits for content that the client holds back.',
    patches: [
      {
        file: 'forward.ts',
        find: 'connection ??= await first.open(exchange.gone);',
        replace: `connection ??= await first.open(exchange.gone).catch(async (error) => {
      if (exchange.request.expectsContinue) await exchange.client.requestBegins();
      throw error;
    });`,
      },
    ],
  },
  {
    name: 'keeps-the-100-to-itself',
    rule: 'R-9110-10.1.1-1',
    collateral: [],
    summary: 'A 100 of the upstream is never passed on.',
    patches: [{ file: 'interim.ts', find: FORWARD, replace: FORWARD.replace(' >= 1', ' >= 1 && head.status !== 100') }],
  },
  {
    name: 'falls-silent-after-a-100',
    rule: 'R-9110-10.1.1-2',
    collateral: ['OP-32', 'expect'],
    summary: 'When an upstream fails that had said 100 the client is left without a final response.',
    patches: [
      {
        file: 'interim.ts',
        find: FORWARD,
        replace: `${FORWARD}\n  if (head.status === 100) Object.assign(client, { told: true });`,
      },
      {
        file: 'answer-failure.ts',
        find: 'if (exchange.begun !== null) return truncate(exchange);',
        replace: `if ((client as { told?: boolean }).told) return client.destroy();
  if (exchange.begun !== null) return truncate(exchange);`,
      },
    ],
  },
] satisfies Mutant[];
