import t from 'tap';
import { startRig } from './rig.ts';
import { answer, OK } from './script.ts';

const HOST = 'Host: test\r\nConnection: close\r\n';
const POST = `POST / HTTP/1.1\r\n${HOST}`;

const REFUSED: [what: string, request: string, status: number][] = [
  ['no Host', 'GET / HTTP/1.1\r\n\r\n', 400],
  ['two Hosts', 'GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n', 400],
  ['two Hosts in HTTP/1.0', 'GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n', 400],
  ['a Host that is none', 'GET / HTTP/1.1\r\nHost: a b\r\n\r\n', 400],
  ['a Host with a path', 'GET / HTTP/1.1\r\nHost: a/b\r\n\r\n', 400],
  ['no version', 'GET /\r\n\r\n', 400],
  ['a version that is none', `GET / HTTP/1.x\r\n${HOST}\r\n`, 400],
  ['a lower-case protocol name', `GET / http/1.1\r\n${HOST}\r\n`, 400],
  ['a space too many', `GET  / HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['a space in the target', `GET /a b HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['a fragment in the target', `GET /a#b HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['a high octet in the target', `GET /\xe9 HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['a target without a slash', `GET a HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['user information in the target', `GET http://u@test/ HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['a method that is no token', `G(T / HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['lines that end in LF', 'GET / HTTP/1.1\nHost: a\n\n', 400],
  ['a bare CR in a value', `GET / HTTP/1.1\r\n${HOST}X: a\rb\r\n\r\n`, 400],
  ['NUL in a value', `GET / HTTP/1.1\r\n${HOST}X: a\0b\r\n\r\n`, 400],
  ['obs-fold', `GET / HTTP/1.1\r\n${HOST}X: a\r\n b\r\n\r\n`, 400],
  ['white space before the first field', `GET / HTTP/1.1\r\n X: a\r\n${HOST}\r\n`, 400],
  ['a space before a colon', `GET / HTTP/1.1\r\n${HOST}X : a\r\n\r\n`, 400],
  ['a field without a colon', `GET / HTTP/1.1\r\n${HOST}X\r\n\r\n`, 400],
  ['Content-Length and Transfer-Encoding', `${POST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n`, 400],
  ['a Content-Length that is none', `${POST}Content-Length: 5x\r\n\r\n`, 400],
  ['a Content-Length with a sign', `${POST}Content-Length: +5\r\n\r\n`, 400],
  ['a list of Content-Lengths', `${POST}Content-Length: 5, 6\r\n\r\n`, 400],
  ['two Content-Lengths', `${POST}Content-Length: 5\r\nContent-Length: 5\r\n\r\n`, 400],
  ['a Content-Length beyond counting', `${POST}Content-Length: 99999999999999999999\r\n\r\n`, 400],
  ['a coding that does not end in chunked', `${POST}Transfer-Encoding: gzip\r\n\r\n`, 400],
  ['chunked twice', `${POST}Transfer-Encoding: chunked, chunked\r\n\r\n`, 400],
  ['chunked in HTTP/1.0', 'POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n', 400],
  ['an unknown coding', `${POST}Transfer-Encoding: foo, chunked\r\n\r\n`, 501],
  ['CONNECT', `CONNECT test:443 HTTP/1.1\r\n${HOST}\r\n`, 501],
  ['another major version', `GET / HTTP/2.0\r\n${HOST}\r\n`, 505],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 505],
  ['a long target', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\n${HOST}\r\n`, 414],
  ['a request line without an end', 'x'.repeat(20_000), 414],
  ['a large field', `GET / HTTP/1.1\r\n${HOST}X: ${'x'.repeat(70_000)}\r\n\r\n`, 431],
  ['many fields', `GET / HTTP/1.1\r\n${HOST}${'X: y\r\n'.repeat(20_000)}\r\n`, 431],
];

for (const [what, request, status] of REFUSED) {
  t.test(`${what} is refused with ${status}, and never reaches the upstream`, async (t) => {
    await using rig = await startRig(answer(OK));
    const client = await rig.client();
    await client.send(request);
    t.equal(await client.ended(), 'fin', 'the answer can be read, and the connection is closed');
    t.match(client.received, new RegExp(`^HTTP/1\\.1 ${status} `));
    t.match(client.received, '\r\nConnection: close\r\n');
    t.match(client.received, 'Proxy-Status: gatecrash-reference; error=http_request_error\r\n');
    t.equal(rig.upstream.length, 0);
  });
}

/** What the client sends, and the head that the upstream is to see. */
const ACCEPTED: [what: string, request: string, seen: string][] = [
  ['an unknown method', `FOO / HTTP/1.1\r\n${HOST}\r\n`, 'FOO / HTTP/1.1\r\nHost: test\r\n'],
  ['an empty line in front', `\r\nGET / HTTP/1.1\r\n${HOST}\r\n`, 'GET / HTTP/1.1\r\nHost: test\r\n'],
  ['an absolute target', `GET http://b:8/c?d HTTP/1.1\r\n${HOST}\r\n`, 'GET /c?d HTTP/1.1\r\nHost: b:8\r\n'],
  ['an absolute target without a path', `GET http://b HTTP/1.1\r\n${HOST}\r\n`, 'GET / HTTP/1.1\r\nHost: b\r\n'],
  ['an asterisk', `OPTIONS * HTTP/1.1\r\n${HOST}\r\n`, 'OPTIONS * HTTP/1.1\r\nHost: test\r\n'],
  ['a higher minor version', `GET / HTTP/1.7\r\n${HOST}\r\n`, 'GET / HTTP/1.1\r\nHost: test\r\n'],
  ['HTTP/1.0 without Host', 'GET / HTTP/1.0\r\n\r\n', 'GET / HTTP/1.1\r\nHost: 127.0.0.1:'],
  [
    'an IPv6 host',
    'GET / HTTP/1.1\r\nHost: [::1]:80\r\nConnection: close\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: [::1]:80\r\n',
  ],
  ['high octets in a value', `GET / HTTP/1.1\r\n${HOST}X: \xa0\xff\r\n\r\n`, '\r\nX: \xa0\xff\r\n'],
  ['fields in their order', `GET / HTTP/1.1\r\nA: 2\r\n${HOST}A: 1\r\n\r\n`, 'Host: test\r\nA: 2\r\nA: 1\r\n'],
];

for (const [what, request, seen] of ACCEPTED) {
  t.test(`a request with ${what} is passed on`, async (t) => {
    await using rig = await startRig(answer(OK));
    t.equal((await rig.ask(request)).status, 200);
    const received = rig.upstream[0]?.received ?? '';
    t.ok(received.includes(seen), JSON.stringify(received));
  });
}
