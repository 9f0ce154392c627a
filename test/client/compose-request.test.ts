import t from 'tap';
import { bodyPieces } from '../../harness/client/body-pieces.ts';
import { type ComposedRequest, composeRequest, type RequestParts } from '../../harness/client/compose-request.ts';

const PLAIN = { version: '1.1', headers: {}, body: null, chunked: false, trailers: {} } as const;

function composed(changes: Partial<RequestParts>): ComposedRequest {
  return composeRequest({ method: 'GET', target: '/a?b', ...PLAIN, id: 'i7', authority: 'h:1', ...changes });
}

/** Head and body as they go onto the wire. */
function text(changes: Partial<RequestParts>): string {
  const request = composed(changes);
  const pieces = [...bodyPieces(request, null)].map(({ octets }) => octets);
  return Buffer.concat([request.head, ...pieces]).toString('latin1');
}

t.test('a request has a Host, a correlation id and the usual defaults', (t) => {
  t.equal(
    text({}),
    'GET /a?b HTTP/1.1\r\nHost: h:1\r\nAccept: */*\r\nUser-Agent: gatecrash\r\nX-Gatecrash-Id: i7\r\n\r\n',
  );
  t.end();
});

t.test('an HTTP/1.0 request says so, and names its host all the same', (t) => {
  const asked = text({ version: '1.0', headers: { Connection: 'keep-alive' } });
  t.match(asked, /^GET \/a\?b HTTP\/1\.0\r\nHost: h:1\r\n/);
  t.match(asked, /\r\nConnection: keep-alive\r\n\r\n$/);
  t.end();
});

t.test('a body is announced by its length in octets', (t) => {
  t.match(text({ method: 'DELETE', body: 'é' }), /\r\nContent-Length: 2\r\n\r\n\xc3\xa9$/);
  t.match(text({ body: { hex: '00ff' } }), /\r\nContent-Length: 2\r\n\r\n\0\xff$/);
  t.match(text({ body: { repeat: 'ab', times: 3 } }), /\r\nContent-Length: 6\r\n\r\nababab$/);
  for (const method of ['POST', 'PUT', 'PATCH']) t.match(text({ method }), /\r\nContent-Length: 0\r\n/, method);
  t.notMatch(text({ method: 'GET' }), /Content-Length/);
  t.end();
});

t.test('what the author gives is sent as it stands, instead of the default', (t) => {
  const sent = text({ method: 'POST', body: 'ab', headers: { hOsT: 'x', 'CONTENT-length': '9', 'x-é': 'ü' } });
  t.match(sent, /^POST \/a\?b HTTP\/1\.1\r\nAccept/);
  t.match(sent, /\r\nhOsT: x\r\nCONTENT-length: 9\r\nx-\xe9: \xfc\r\n\r\nab$/);
  t.notMatch(sent, /Host|Content-Length/);
  t.notMatch(text({ body: 'ab', headers: { 'Transfer-Encoding': 'chunked' } }), /Content-Length/);
  t.end();
});

t.test('a chunked body ends in its trailers, which are named before', (t) => {
  const sent = text({ method: 'PUT', body: 'hello', chunked: true, trailers: { Digest: 'x', 'X-End': '1' } });
  const [head, body] = sent.split('\r\n\r\n5\r\n');
  t.match(head, /\r\nTransfer-Encoding: chunked\r\nTrailer: Digest, X-End$/);
  t.notMatch(head, /Content-Length/);
  t.equal(body, 'hello\r\n0\r\nDigest: x\r\nX-End: 1\r\n\r\n');
  t.match(text({ method: 'PUT', chunked: true }), /\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n$/);
  t.end();
});

t.test('a large body goes in pieces, a chunk has 16 KiB at most', (t) => {
  const body = { repeat: 'x', times: 100_000 };
  const contents = (chunked: boolean, until: number | null) =>
    [...bodyPieces(composed({ body, chunked }), until)].map(({ content }) => content);
  t.strictSame(contents(false, null), [65536, 34464]);
  t.strictSame(contents(true, null), [16384, 16384, 16384, 16384, 16384, 16384, 1696, 0]);
  t.strictSame(contents(true, 20_000), [16384, 3616], 'and breaks off where it is to, without a last chunk');
  t.strictSame(contents(false, 0), []);
  t.end();
});
