import t from 'tap';
import { startRig } from './rig.ts';
import { answer, GET } from './script.ts';

const HEAD = 'HTTP/1.1 200 OK\r\n';
const CHUNKED = `${HEAD}Transfer-Encoding: chunked\r\n\r\n`;

const REFUSED: [what: string, sent: string, error: string][] = [
  ['a Content-Length that is a word', `${HEAD}Content-Length: abc\r\n\r\nok`, 'http_protocol_error'],
  ['a negative Content-Length', `${HEAD}Content-Length: -1\r\n\r\nok`, 'http_protocol_error'],
  ['a Content-Length with a sign', `${HEAD}Content-Length: +2\r\n\r\nok`, 'http_protocol_error'],
  ['a hexadecimal Content-Length', `${HEAD}Content-Length: 0x2\r\n\r\nok`, 'http_protocol_error'],
  ['an empty Content-Length', `${HEAD}Content-Length:\r\n\r\nok`, 'http_protocol_error'],
  [
    'a Content-Length beyond counting',
    `${HEAD}Content-Length: 99999999999999999999999\r\n\r\nok`,
    'http_protocol_error',
  ],
  ['a list of different Content-Lengths', `${HEAD}Content-Length: 2, 3\r\n\r\nok`, 'http_protocol_error'],
  ['two different Content-Lengths', `${HEAD}Content-Length: 2\r\nContent-Length: 3\r\n\r\nok`, 'http_protocol_error'],
  ['an unknown coding', `${HEAD}Transfer-Encoding: foo\r\n\r\nok`, 'http_response_transfer_coding'],
  ['chunked twice', `${HEAD}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n`, 'http_response_transfer_coding'],
  ['chunked that is not last', `${HEAD}Transfer-Encoding: chunked, gzip\r\n\r\nok`, 'http_response_transfer_coding'],
  [
    'chunked with a parameter',
    `${HEAD}Transfer-Encoding: chunked;a=b\r\n\r\n0\r\n\r\n`,
    'http_response_transfer_coding',
  ],
  ['an empty coding', `${HEAD}Transfer-Encoding:\r\n\r\nok`, 'http_response_transfer_coding'],
  [
    'chunked in HTTP/1.0',
    'HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'http_response_transfer_coding',
  ],
  ['a chunk size that is a word', `${CHUNKED}xyz\r\nhello\r\n0\r\n\r\n`, 'http_response_transfer_coding'],
  ['an empty chunk size', `${CHUNKED}\r\nhello\r\n0\r\n\r\n`, 'http_response_transfer_coding'],
  ['a negative chunk size', `${CHUNKED}-5\r\nhello\r\n0\r\n\r\n`, 'http_response_transfer_coding'],
  ['a chunk size with a prefix', `${CHUNKED}0x5\r\nhello\r\n0\r\n\r\n`, 'http_response_transfer_coding'],
  [
    'a chunk size beyond counting',
    `${CHUNKED}1000000000000000005\r\nhello\r\n0\r\n\r\n`,
    'http_response_transfer_coding',
  ],
  ['chunks with bare LF', `${CHUNKED}5\nhello\n0\n\n`, 'http_response_transfer_coding'],
  ['a chunk without its CRLF', `${CHUNKED}5\r\nhelloworld\r\n0\r\n\r\n`, 'http_response_transfer_coding'],
  ['an endless chunk extension', `${CHUNKED}5;${'x'.repeat(5000)}`, 'http_response_transfer_coding'],
  ['a trailer that is no field', `${CHUNKED}0\r\nnonsense\r\n\r\n`, 'http_response_transfer_coding'],
  ['trailers of 70 KB', `${CHUNKED}0\r\nX: ${'x'.repeat(70_000)}`, 'http_response_trailer_section_size'],
  ['a 205 with content', 'HTTP/1.1 205 Reset\r\nContent-Length: 2\r\n\r\nok', 'http_protocol_error'],
];

for (const [what, sent, error] of REFUSED) {
  t.test(`${what} is a 502 at once, without a byte of the body`, async (t) => {
    await using rig = await startRig(answer(sent));
    const { status, head, body } = await rig.ask(GET);
    t.equal(status, 502);
    t.match(head, `Proxy-Status: gatecrash-reference; error=${error}\r\n`);
    t.match(body, /^502 Bad Gateway: The upstream sent .*\.\n$/);
  });
}

/** What the upstream sends, the framing that the client is to see, and the body as it stands behind the head. */
const ACCEPTED: [what: string, sent: string, framing: string, body: string][] = [
  ['a Content-Length', `${HEAD}Content-Length: 2\r\n\r\nok`, 'Content-Length: 2', 'ok'],
  ['a Content-Length in white space', `${HEAD}Content-Length:   2\t\r\n\r\nok`, 'Content-Length: 2', 'ok'],
  ['a Content-Length of nothing', `${HEAD}Content-Length: 0\r\n\r\n`, 'Content-Length: 0', ''],
  ['one Content-Length twice', `${HEAD}Content-Length: 2\r\nContent-Length: 2\r\n\r\nok`, 'Content-Length: 2', 'ok'],
  ['a list of equal Content-Lengths', `${HEAD}Content-Length: 2, 2\r\n\r\nok`, 'Content-Length: 2', 'ok'],
  ['more body than Content-Length', `${HEAD}Content-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n`, 'Content-Length: 2', 'ok'],
  ['chunks', `${CHUNKED}5\r\nhello\r\n0\r\n\r\n`, 'Transfer-Encoding: chunked', '5\r\nhello\r\n0\r\n\r\n'],
  ['chunk extensions', `${CHUNKED}2;a=b\r\nok\r\n0 ;c\r\n\r\n`, 'Transfer-Encoding: chunked', '2\r\nok\r\n0\r\n\r\n'],
  [
    'odd hex',
    `${CHUNKED}000A\r\n0123456789\r\n00\r\n\r\n`,
    'Transfer-Encoding: chunked',
    'a\r\n0123456789\r\n0\r\n\r\n',
  ],
  [
    'trailers',
    `${CHUNKED}2\r\nok\r\n0\r\nContent-Length: 1\r\nX-Trail: y\r\n\r\n`,
    'Transfer-Encoding: chunked',
    '2\r\nok\r\n0\r\n\r\n',
  ],
  [
    'Content-Length and then chunked',
    `${HEAD}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n`,
    'Transfer-Encoding: chunked',
    '2\r\nok\r\n0\r\n\r\n',
  ],
  [
    'chunked and then Content-Length',
    `${HEAD}Transfer-Encoding: Chunked\r\nContent-Length: 3\r\n\r\n2\r\nok\r\n0\r\n\r\n`,
    'Transfer-Encoding: chunked',
    '2\r\nok\r\n0\r\n\r\n',
  ],
  ['an empty 205', 'HTTP/1.1 205 Reset\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 'Content-Length: 0', ''],
];

for (const [what, sent, framing, body] of ACCEPTED) {
  t.test(`a response with ${what} arrives whole, framed once`, async (t) => {
    await using rig = await startRig(answer(sent));
    const response = await rig.ask(GET);
    t.equal(response.body, body);
    t.strictSame(response.head.match(/(?:Content-Length|Transfer-Encoding|X-Trail):.*/gi), [framing]);
    t.equal(response.ended, 'fin');
    t.strictSame(rig.log, []);
  });
}

for (const [what, start, framing] of [
  ['without a body', 'HTTP/1.1 204 No Content\r\n', []],
  ['with a Content-Length', 'HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n', []],
  ['with chunks', 'HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n', []],
  ['with a Content-Length', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n', ['Content-Length: 2']],
] as const) {
  t.test(`a ${start.slice(9, 12)} ${what} has no body, whatever follows it`, async (t) => {
    await using rig = await startRig(answer(`${start}\r\nok`));
    const { head, body, ended } = await rig.ask(GET);
    t.equal(body, '');
    t.strictSame(head.match(/(?:Content-Length|Transfer-Encoding):.*/gi) ?? [], framing);
    t.equal(ended, 'fin');
  });
}

t.test('an answer to HEAD has a length and no body, whatever follows it', async (t) => {
  await using rig = await startRig(answer('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
  const { head, body } = await rig.ask(GET.replace('GET', 'HEAD'));
  t.match(head, '\r\nContent-Length: 2\r\n');
  t.equal(body, '');
});
