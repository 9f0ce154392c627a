import t from 'tap';
import { startRig } from './rig.ts';
import { answer, GET } from './script.ts';

/** What the upstream sends, and what its kind of defect is called. */
const REFUSED: [what: string, sent: string, error: string][] = [
  ['a status line without HTTP', 'ICY 200 OK\r\n\r\n', 'http_protocol_error'],
  ['a lower-case protocol name', 'http/1.1 200 OK\r\n\r\n', 'http_protocol_error'],
  ['another major version', 'HTTP/9.9 200 OK\r\nContent-Length: 0\r\n\r\n', 'http_protocol_error'],
  ['a version without a minor part', 'HTTP/1 200 OK\r\nContent-Length: 0\r\n\r\n', 'http_protocol_error'],
  ['a status that is no number', 'HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n', 'http_protocol_error'],
  ['a status of two digits', 'HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n', 'http_protocol_error'],
  ['a status of four digits', 'HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n', 'http_protocol_error'],
  ['a status below 100', 'HTTP/1.1 099 OK\r\nContent-Length: 0\r\n\r\n', 'http_protocol_error'],
  ['a status above 599', 'HTTP/1.1 600 OK\r\nContent-Length: 0\r\n\r\n', 'http_protocol_error'],
  ['no status', 'HTTP/1.1 \r\nContent-Length: 0\r\n\r\n', 'http_protocol_error'],
  ['NUL in the reason', 'HTTP/1.1 200 O\0K\r\nContent-Length: 0\r\n\r\n', 'http_protocol_error'],
  ['a bare CR in the reason', 'HTTP/1.1 200 O\rSet-Cookie: a\r\nContent-Length: 0\r\n\r\n', 'http_protocol_error'],
  ['an empty line before the status line', '\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', 'http_protocol_error'],
  ['lines that end in LF', 'HTTP/1.1 200 OK\nContent-Length: 0\n\n', 'http_protocol_error'],
  ['a body without a head', '<html>hello</html>', 'http_protocol_error'],
  ['garbage without a line end', '\x16\x03\x01\x02', 'http_protocol_error'],
  ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n', 'http_protocol_error'],
  ['a field line without a colon', 'HTTP/1.1 200 OK\r\nX-Bad\r\nContent-Length: 0\r\n\r\n', 'http_protocol_error'],
  ['a space in a field name', 'HTTP/1.1 200 OK\r\nX Bad: a\r\nContent-Length: 0\r\n\r\n', 'http_protocol_error'],
  ['an empty field name', 'HTTP/1.1 200 OK\r\n: a\r\nContent-Length: 0\r\n\r\n', 'http_protocol_error'],
  ['NUL in a value', 'HTTP/1.1 200 OK\r\nX-Bad: a\0b\r\nContent-Length: 0\r\n\r\n', 'http_protocol_error'],
  ['a bare CR in a value', 'HTTP/1.1 200 OK\r\nX-Bad: a\rb\r\nContent-Length: 0\r\n\r\n', 'http_protocol_error'],
  ['a bare LF in a value', 'HTTP/1.1 200 OK\r\nX-Bad: a\nb: c\r\nContent-Length: 0\r\n\r\n', 'http_protocol_error'],
  ['another control character', 'HTTP/1.1 200 OK\r\nX-Bad: a\x07b\r\nContent-Length: 0\r\n\r\n', 'http_protocol_error'],
  ['obs-fold', 'HTTP/1.1 200 OK\r\nX-Bad: a\r\n b: c\r\nContent-Length: 0\r\n\r\n', 'http_protocol_error'],
  [
    'white space before the first field',
    'HTTP/1.1 200 OK\r\n X-Bad: a\r\nContent-Length: 0\r\n\r\n',
    'http_protocol_error',
  ],
  ['one field of 70 KB', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`, 'http_response_header_section_size'],
  ['20,000 fields', `HTTP/1.1 200 OK\r\n${'X: y\r\n'.repeat(20_000)}\r\n`, 'http_response_header_section_size'],
  ['a status line without an end', `HTTP/1.1 200 ${'x'.repeat(70_000)}`, 'http_response_header_section_size'],
];

for (const [what, sent, error] of REFUSED) {
  t.test(`${what} is a 502 at once, though the upstream holds the connection`, async (t) => {
    await using rig = await startRig(answer(sent));
    const { status, head, body } = await rig.ask(GET);
    t.equal(status, 502);
    t.match(head, `Proxy-Status: gatecrash-reference; error=${error}\r\n`);
    t.notMatch(head + body, /X-Bad|Set-Cookie/);
  });
}

const CUT: [what: string, sent: string, error: string][] = [
  ['nothing', '', 'connection_terminated'],
  ['half a status line', 'HTTP/1.1 20', 'http_response_incomplete'],
  ['half a header section', 'HTTP/1.1 200 OK\r\nContent-Len', 'http_response_incomplete'],
  ['a header section without its empty line', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n', 'http_response_incomplete'],
];

for (const [what, sent, error] of CUT) {
  t.test(`${what} and a FIN is a 502`, async (t) => {
    await using rig = await startRig(answer(sent, 'fin'));
    const { status, head } = await rig.ask(GET);
    t.equal(status, 502);
    t.match(head, `error=${error}\r\n`);
    t.equal(rig.upstream.length, 1, 'it was asked once');
  });

  t.test(`${what} and an RST is a 502`, async (t) => {
    await using rig = await startRig(answer(sent, 'rst'));
    const { status, head } = await rig.ask(GET);
    t.equal(status, 502);
    t.match(head, /error=(connection_terminated|http_response_incomplete)\r\n/);
    t.equal(rig.upstream.length, 1, 'it was asked once');
  });
}

/** What the upstream sends, and what the client is to see of it. */
const ACCEPTED: [what: string, sent: string, seen: string][] = [
  ['no reason and no SP', 'HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n', 'HTTP/1.1 200 \r\n'],
  ['HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n', 'HTTP/1.1 200 OK\r\n'],
  ['a higher minor version', 'HTTP/1.9 200 OK\r\nContent-Length: 0\r\n\r\n', 'HTTP/1.1 200 OK\r\n'],
  ['a space before a colon', 'HTTP/1.1 200 OK\r\nX-Odd : a\r\nContent-Length : 0\r\n\r\n', '\r\nX-Odd: a\r\n'],
  [
    'white space round a value',
    'HTTP/1.1 200 OK\r\nX-Odd: \t a b\t \r\nContent-Length: 0\r\n\r\n',
    '\r\nX-Odd: a b\r\n',
  ],
  [
    'high octets',
    'HTTP/1.1 200 OK\r\nX-Odd: \xa0\xc0\x8a\xff\xa0\r\nContent-Length: 0\r\n\r\n',
    'X-Odd: \xa0\xc0\x8a\xff\xa0\r\n',
  ],
  ['an unknown status', 'HTTP/1.1 599 Odd\r\nContent-Length: 0\r\n\r\n', 'HTTP/1.1 599 Odd\r\n'],
  [
    'repeated fields',
    'HTTP/1.1 500 E\r\nA: 2\r\nB: x\r\nA: 1\r\nContent-Length: 0\r\n\r\n',
    'A: 2\r\nB: x\r\nA: 1\r\n',
  ],
];

for (const [what, sent, seen] of ACCEPTED) {
  t.test(`a response with ${what} is passed on`, async (t) => {
    await using rig = await startRig(answer(sent));
    const { head, ended } = await rig.ask(GET);
    t.ok(head.includes(seen), JSON.stringify(head));
    t.match(head, '\r\nContent-Length: 0\r\n');
    t.equal(ended, 'fin');
    t.strictSame(rig.log, []);
  });
}

t.test('a head that comes octet by octet is read', async (t) => {
  await using rig = await startRig(async (peer) => {
    await peer.until('\r\n\r\n');
    for (const octet of 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok') await peer.send(octet);
  });
  const { status, body } = await rig.ask(GET);
  t.strictSame([status, body], [200, 'ok']);
});
