import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import t from 'tap';
import { get, openTo, rawServer } from './raw-server.ts';

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
const REFUSED = 'HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 7\r\n\r\ntoo big';
const LARGE = { method: 'POST', body: { repeat: 'x', times: 8 * 1024 * 1024 }, deadlineMs: 10_000 } as const;

/** Resolves with all that came until this text did. */
async function until(socket: Socket, text: string): Promise<string> {
  let heard = '';
  for await (const [octets] of on(socket)) {
    heard += octets.toString('latin1');
    if (heard.includes(text)) return heard;
  }
  return heard;
}

async function* on(socket: Socket): AsyncGenerator<[Buffer]> {
  for (;;) yield (await once(socket, 'data')) as [Buffer];
}

t.test('a large body arrives whole, and evidence keeps its beginning and its hash', async (t) => {
  const seen = createHash('sha256');
  const address = await rawServer(t, (socket) => {
    let head = true;
    let left = LARGE.body.times;
    socket.on('data', (octets) => {
      const content = head ? octets.subarray(octets.indexOf('\r\n\r\n') + 4) : octets;
      head = false;
      seen.update(content);
      left -= content.length;
      if (left === 0) socket.write(OK);
    });
  });
  const connection = openTo(t, address);
  const exchange = await connection.exchange(get(LARGE));
  t.match(exchange, { ended: 'kept', bodySent: LARGE.body.times, body: { bytes: LARGE.body.times }, continued: null });
  t.equal(exchange.body?.hash, seen.digest('hex'));
  t.equal(exchange.sent.length, exchange.sent.indexOf('\r\n\r\n') + 4 + 64 * 1024);
  t.equal(connection.usable, true);
});

t.test('a chunked body with trailers arrives octet for octet', async (t) => {
  const heard = Promise.withResolvers<string>();
  const address = await rawServer(t, async (socket) => {
    heard.resolve(await until(socket, '\r\n0\r\nX-Sum: 7\r\n\r\n'));
    socket.write(OK);
  });
  const body = { repeat: 'y', times: 20_000 };
  const asked = { method: 'PUT', body, chunked: true, trailers: { 'X-Sum': '7' } } as const;
  const exchange = await openTo(t, address).exchange(get(asked));
  const [head, ...rest] = (await heard.promise).split('\r\n\r\n');
  t.match(head, /\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum$/);
  t.equal(rest.join('\r\n\r\n'), `4000\r\n${'y'.repeat(16384)}\r\ne20\r\n${'y'.repeat(3616)}\r\n0\r\nX-Sum: 7\r\n\r\n`);
  t.match(exchange, { ended: 'kept', bodySent: 20_000, body: { bytes: 20_000 } });
});

t.test('an early answer is read although an RST follows in mid-upload', async (t) => {
  const address = await rawServer(t, (socket) => {
    socket.once('data', () => {
      socket.pause();
      socket.write(REFUSED, () => socket.resetAndDestroy());
    });
  });
  for (let round = 0; round < 10; round++) {
    const exchange = await openTo(t, address).exchange(get(LARGE));
    t.match(exchange, { final: { status: 413, complete: true }, ended: 'rst' });
    t.equal(exchange.final?.body.toString(), 'too big');
    t.ok(exchange.bodySent < LARGE.body.times, 'and the rest was not sent');
  }
});

t.test('an early answer that keeps the connection does not stop the body', async (t) => {
  const received = Promise.withResolvers<number>();
  const address = await rawServer(t, (socket) => {
    let bytes = 0;
    socket.once('data', () => socket.write(OK));
    socket.on('data', (octets) => {
      bytes += octets.length;
      if (bytes > LARGE.body.times) received.resolve(bytes);
    });
  });
  const connection = openTo(t, address);
  t.match(await connection.exchange(get(LARGE)), { ended: 'kept', bodySent: LARGE.body.times, leftover: 0 });
  t.equal(connection.usable, true);
  t.ok(await received.promise);
});

t.test('a body that nobody takes ends in our own deadline, and leaves no usable connection', async (t) => {
  const address = await rawServer(t, (socket) => {
    socket.once('data', () => {
      socket.pause();
      socket.write(OK);
    });
  });
  const connection = openTo(t, address);
  const exchange = await connection.exchange(get({ ...LARGE, deadlineMs: 500 }));
  t.match(exchange, { final: { status: 200, complete: true } });
  t.ok(exchange.bodySent < LARGE.body.times);
  t.equal(connection.usable, false);
});

t.test('a body goes on while interim responses come, each of which is read', async (t) => {
  const interim = 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n';
  const address = await rawServer(t, (socket) => {
    let bytes = 0;
    socket.once('data', () => socket.write(interim.repeat(199) + interim.replaceAll('\r\n', '\n')));
    socket.on('data', (octets) => {
      const before = bytes;
      bytes += octets.length;
      if (before <= LARGE.body.times && bytes > LARGE.body.times) socket.write(OK);
    });
  });
  const exchange = await openTo(t, address).exchange(get(LARGE));
  t.match(exchange, { final: { status: 200 }, ended: 'kept', bodySent: LARGE.body.times });
  t.equal(exchange.interim.length, 200);
  t.match(exchange.defects, [{ code: 'bare-lf', message: /, and 2 more/ }], 'and its defects are counted');
  t.ok(exchange.pieces.length > 0 && exchange.pieces[0] && exchange.pieces[0].at <= exchange.endedAt);
});
