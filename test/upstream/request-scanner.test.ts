import t from 'tap';
import type { RequestHead } from '../../harness/upstream/request-head.ts';
import { RequestScanner } from '../../harness/upstream/request-scanner.ts';

/** What the scanner finds in pieces: each head, and the number of body bytes at its end. */
function scan(...pieces: readonly (string | Buffer)[]): { found: (RequestHead | number)[]; atRest: boolean } {
  const found: (RequestHead | number)[] = [];
  const scanner = new RequestScanner({ head: (head) => found.push(head), end: (bytes) => found.push(bytes) });
  for (const piece of pieces) scanner.push(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece);
  return { found, atRest: scanner.atRest };
}

const CHUNKED = 'POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n5;a=b\r\nhello\r\n2\r\n\r\n\r\n0\r\nX: y\r\n\r\n';
const LENGTH = 'POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello';
const GET = 'GET /?q HTTP/1.1\r\nhost:a\r\nx-gatecrash-id:  id-1 \r\n\r\n';

t.test('a request is found however it is cut into pieces', (t) => {
  for (const request of [CHUNKED, LENGTH, GET]) {
    const whole = scan(request + GET);
    t.equal(whole.found.length, 4);
    t.equal(whole.atRest, true);
    for (let cut = 1; cut < request.length; cut += 1) {
      t.same(scan(request.slice(0, cut), request.slice(cut) + GET), whole, `cut at ${cut}`);
    }
    t.same(scan(...[...(request + GET)]), whole, 'octet by octet');
  }
  t.end();
});

t.test('method, target, version, fields and correlation id are as they stood on the wire', (t) => {
  t.same(scan(GET).found, [
    {
      method: 'GET',
      target: '/?q',
      version: '1.1',
      fields: [
        ['host', 'a'],
        ['x-gatecrash-id', 'id-1'],
      ],
      id: 'id-1',
    },
    0,
  ]);
  t.match(scan('FOO * HTTP/1.0\r\n\r\n').found, [
    { method: 'FOO', target: '*', version: '1.0', fields: [], id: null },
    0,
  ]);
  t.end();
});

t.test('body bytes are counted without the chunked coding', (t) => {
  t.equal(scan(CHUNKED).found.at(-1), 7);
  t.equal(scan(LENGTH).found.at(-1), 5);
  t.end();
});

t.test('what gateways should not send is read all the same', (t) => {
  t.match(scan('GET / HTTP/1.1\nHost: a\n\n').found, [{ fields: [['Host', 'a']] }, 0], 'bare LF');
  t.match(scan('\r\n\r\nGET / HTTP/1.1\r\n\r\n').found, [{ method: 'GET' }, 0], 'empty lines before');
  t.match(scan('GET /a b HTTP/1.1\r\n\r\n').found, [{ target: '/a b' }, 0], 'a space in the target');
  t.match(scan('GET / HTTP/1.1\r\nA: b\r\n  c\r\nno-colon\r\n\r\n').found, [
    {
      fields: [
        ['A', 'b c'],
        ['no-colon', ''],
      ],
    },
    0,
  ]);
  t.match(
    scan('POST / HTTP/1.1\r\nContent-Length: abc\r\n\r\n').found,
    [{ method: 'POST' }, 0],
    'a length that is none',
  );
  t.end();
});

t.test('what is no request is passed over, and nothing behind it is taken for one', (t) => {
  for (const junk of ['GET /\r\n\r\n', '\x16\x03\x01\x02\n\n', 'HTTP/1.1 200 OK\r\n\r\n', 'x'.repeat(1_048_577)]) {
    t.same(scan(junk, GET), { found: [], atRest: false }, JSON.stringify(junk.slice(0, 20)));
  }
  const badChunk = scan('POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nhello\r\n', GET);
  t.equal(badChunk.found.length, 1, 'a chunk size that is none leaves the request without an end');
  t.end();
});

t.test('the scanner rests only between requests', (t) => {
  t.equal(scan().atRest, true);
  t.equal(scan('G').atRest, false);
  t.equal(scan(LENGTH.slice(0, -1)).atRest, false);
  t.equal(scan(LENGTH).atRest, true);
  t.end();
});
