import t from 'tap';
import { parse } from './parse.ts';

const HELLO = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';

t.test('a response of a known length is complete at its last octet', (t) => {
  const { final, leftover, defects, state } = parse(HELLO);
  t.match(final, { version: 'HTTP/1.1', status: 200, reason: 'OK', framing: 'content-length', complete: true });
  t.strictSame(final?.fields, [['Content-Length', '5']]);
  t.equal(final?.body.toString(), 'hello');
  t.equal(leftover, 0);
  t.strictSame(defects, []);
  t.equal(state, 'complete');
  t.end();
});

t.test('a body shorter than its Content-Length is not complete, however the connection ends', (t) => {
  for (const end of ['fin', 'rst', 'timeout', 'kept'] as const) {
    const { final } = parse('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello', { end });
    t.match(final, { complete: false, framing: 'content-length' }, end);
    t.equal(final?.body.toString(), 'hello', end);
  }
  t.end();
});

t.test('a Content-Length beyond all numbers is never reached', (t) => {
  const { final } = parse(`HTTP/1.1 200 OK\r\nContent-Length: ${'9'.repeat(400)}\r\n\r\nhello`, { end: 'fin' });
  t.equal(final?.complete, false);
  t.end();
});

t.test('chunks are joined, and extensions and trailers read', (t) => {
  const { final, defects, leftover } = parse(
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n5;a="b"\r\nhello\r\n00A\r\n, world!!!\r\n0\r\nX-Sum: 7\r\n\r\n',
  );
  t.match(final, { framing: 'chunked', complete: true, trailers: [['X-Sum', '7']] });
  t.equal(final?.body.toString(), 'hello, world!!!');
  t.strictSame(defects, []);
  t.equal(leftover, 0);
  t.end();
});

t.test('a chunked body without its last chunk is not complete', (t) => {
  const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
  for (const cut of [
    '',
    '5',
    '5\r\n',
    '5\r\nhel',
    '5\r\nhello',
    '5\r\nhello\r\n',
    '0',
    '0\r\n',
    '0\r\nX: y\r\n',
    '0\r\n\r',
  ]) {
    const { final, defects } = parse(head + cut, { end: 'fin' });
    t.equal(final?.complete, false, JSON.stringify(cut));
    t.strictSame(defects, [], JSON.stringify(cut));
  }
  t.equal(parse(`${head}0\r\n\r\n`).final?.complete, true);
  t.end();
});

t.test('a close-delimited body is complete only when it ended in a FIN', (t) => {
  for (const end of ['fin', 'rst', 'timeout', 'kept'] as const) {
    const { final } = parse('HTTP/1.1 200 OK\r\n\r\nhello', { end });
    t.match(final, { framing: 'close-delimited', complete: end === 'fin' }, end);
    t.equal(final?.body.toString(), 'hello');
  }
  t.end();
});

t.test('HEAD, 204 and 304 have no body, and what follows is left over', (t) => {
  const length = 'Content-Length: 5\r\n\r\nhello';
  t.match(parse(`HTTP/1.1 200 OK\r\n${length}`, { method: 'HEAD' }), { leftover: 5, final: { complete: true } });
  t.match(parse(`HTTP/1.1 304 Not Modified\r\n${length}`), { leftover: 5, final: { framing: 'none', complete: true } });
  t.match(parse('HTTP/1.1 204 No Content\r\n\r\nhello'), { leftover: 5, final: { framing: 'none', complete: true } });
  t.match(parse('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', { method: 'HEAD' }), {
    state: 'complete',
    leftover: 0,
  });
  t.end();
});

t.test('interim responses come before the final one', (t) => {
  const { interim, final } = parse(
    `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n${HELLO}`,
  );
  t.strictSame(
    interim.map((response) => response.status),
    [100, 103],
  );
  t.equal(final?.status, 200);
  t.strictSame(final?.fields, [['Content-Length', '5']], 'fields of an interim response stay with it');
  t.end();
});

t.test('an interim response alone is no answer', (t) => {
  const { interim, final, defects } = parse('HTTP/1.1 103 Early Hints\r\n\r\n', { end: 'fin' });
  t.equal(interim.length, 1);
  t.equal(final, null);
  t.strictSame(defects, []);
  t.end();
});

t.test('101 is an answer, and ends HTTP on the connection', (t) => {
  const { final, persistent, leftover } = parse('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nabc');
  t.equal(final?.status, 101);
  t.equal(persistent, false);
  t.equal(leftover, 3);
  t.end();
});

t.test('a head that was cut conveys nothing', (t) => {
  for (const cut of [
    'H',
    'HTTP/1.1 200',
    'HTTP/1.1 200 OK\r\n',
    'HTTP/1.1 200 OK\r\nX: y',
    'HTTP/1.1 200 OK\r\nX: y\r\n',
  ]) {
    const { final, defects } = parse(cut, { end: 'fin' });
    t.equal(final, null, JSON.stringify(cut));
    t.match(defects, [{ code: 'incomplete-head' }], JSON.stringify(cut));
  }
  t.strictSame(parse('', { end: 'fin' }).defects, [], 'no octet is no head');
  t.end();
});

t.test('a connection persists by version and Connection options', (t) => {
  const persists = (version: string, connection: string): boolean =>
    parse(`HTTP/${version} 200 OK\r\n${connection}Content-Length: 0\r\n\r\n`).persistent;
  t.equal(persists('1.1', ''), true);
  t.equal(persists('1.1', 'Connection: X-A\r\nConnection: x, Close\r\n'), false);
  t.equal(persists('1.0', ''), false);
  t.equal(persists('1.0', 'Connection: Keep-Alive\r\n'), true);
  t.end();
});

t.test('octets behind the response are left over', (t) => {
  t.equal(parse(`${HELLO}HTTP/1.1 200 OK\r\n\r\n`).leftover, 19);
  t.equal(parse('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nxyz').leftover, 3);
  t.end();
});

t.test('obs-text is kept octet for octet', (t) => {
  const { final, defects } = parse('HTTP/1.1 200 \xe9\r\nX: \xc0\x8a\r\nContent-Length: 0\r\n\r\n');
  t.equal(final?.reason, '\xe9');
  t.strictSame(final?.fields[0], ['X', '\xc0\x8a']);
  t.strictSame(defects, []);
  t.end();
});
