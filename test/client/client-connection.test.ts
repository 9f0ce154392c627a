import { once } from 'node:events';
import { createServer } from 'node:net';
import t from 'tap';
import { now } from '../../harness/core/clock.ts';
import { answering, get, openTo, rawServer } from './raw-server.ts';

const HELLO = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';
const CLOSING = 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello';

t.test('an exchange tells what was asked, what came and when', async (t) => {
  const connection = openTo(t, await answering(t, HELLO));
  const before = now();
  const exchange = await connection.exchange(get({ fault: 'slow', step: 'steps.3' }));
  t.match(exchange, {
    phase: 'steps',
    id: 'id-1',
    client: 'alice',
    connection: 1,
    nth: 1,
    method: 'GET',
    target: '/',
    upstream: 'app',
    fault: 'slow',
    step: 'steps.3',
    final: { status: 200, complete: true },
    leftover: 0,
    defects: [],
    ended: 'kept',
  });
  t.match(exchange.sent.toString(), /^GET \/ HTTP\/1\.1\r\n[\s\S]*X-Gatecrash-Id: id-1\r\n\r\n$/);
  t.equal(exchange.received.toString(), HELLO);
  t.equal(
    exchange.pieces.reduce((sum, piece) => sum + piece.bytes, 0),
    HELLO.length,
  );
  const times = [before, exchange.startedAt, ...exchange.pieces.map((piece) => piece.at), exchange.endedAt, now()];
  t.strictSame(
    times,
    times.toSorted((a, b) => a - b),
  );
});

t.test('a kept connection takes one request after another', async (t) => {
  const connection = openTo(t, await answering(t, HELLO, HELLO));
  t.match(await connection.exchange(get()), { nth: 1, ended: 'kept' });
  t.equal(connection.usable, true);
  t.match(await connection.exchange(get({ id: 'id-2' })), { id: 'id-2', nth: 2, ended: 'kept' });
  connection.close();
  t.equal(connection.usable, false);
});

t.test('a body that ends in a FIN and one that ends in an RST are told apart', async (t) => {
  const delivered = Promise.withResolvers<void>();
  const address = await rawServer(t, (socket, ordinal) => {
    socket.once('data', async () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\nhello');
      if (ordinal === 1) return socket.end();
      // An RST behind octets may overtake them: it waits until they are there.
      await delivered.promise;
      socket.resetAndDestroy();
    });
  });
  const fin = await openTo(t, address).exchange(get());
  t.match(fin, { ended: 'fin', final: { complete: true, framing: 'close-delimited' } });
  const onBody = (bytes: number): void => (bytes === 5 ? delivered.resolve() : undefined);
  const rst = await openTo(t, address).exchange(get({ onBody }));
  t.match(rst, { ended: 'rst', final: { complete: false } });
  t.equal(rst.final?.body.toString(), 'hello');
});

t.test('a connection that ends without an octet', async (t) => {
  const address = await rawServer(t, (socket, ordinal) => {
    socket.once('data', () => (ordinal === 1 ? socket.end() : socket.resetAndDestroy()));
  });
  for (const ended of ['fin', 'rst'] as const) {
    const connection = openTo(t, address);
    t.match(await connection.exchange(get()), { ended, final: null, pieces: [], defects: [] });
    t.equal(connection.usable, false);
  }
});

t.test('a gateway that nobody can connect to makes an exchange too', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  const connection = openTo(t, { host: '127.0.0.1', port });
  t.match(await connection.exchange(get()), { ended: 'rst', final: null, received: Buffer.alloc(0) });
  t.equal(connection.usable, false);
});

t.test('silence ends in our own deadline', async (t) => {
  const address = await rawServer(t, (socket) => socket.resume());
  const connection = openTo(t, address);
  const exchange = await connection.exchange(get({ deadlineMs: 100 }));
  t.match(exchange, { ended: 'timeout', final: null });
  t.ok(exchange.endedAt - exchange.startedAt >= 100);
  t.equal(connection.usable, false);
});

t.test('a stall in mid-body ends in our own deadline, with what came until then', async (t) => {
  const connection = openTo(t, await answering(t, 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello'));
  const exchange = await connection.exchange(get({ deadlineMs: 200 }));
  t.match(exchange, { ended: 'timeout', final: { status: 200, complete: false } });
  t.equal(exchange.final?.body.toString(), 'hello');
});

t.test('after an announced close the end of the connection is awaited, and what comes before it seen', async (t) => {
  const address = await rawServer(t, (socket, ordinal) => {
    socket.once('data', () => {
      socket.write(CLOSING);
      if (ordinal === 1) socket.end('too much');
      else if (ordinal === 2) socket.end();
    });
  });
  const connection = openTo(t, address);
  t.match(await connection.exchange(get()), { ended: 'fin', leftover: 8, final: { complete: true } });
  t.equal(connection.usable, false);
  t.match(await openTo(t, address).exchange(get()), { ended: 'fin', leftover: 0 });
  const kept = openTo(t, address);
  t.match(await kept.exchange(get()), { ended: 'kept', final: { complete: true } }, 'not for ever');
  t.equal(kept.usable, false, 'nobody sends on a connection that was announced to close');
});

t.test('a client that asked for a close waits for it too', async (t) => {
  const address = await rawServer(t, (socket) => socket.once('data', () => socket.end(HELLO)));
  const exchange = await openTo(t, address).exchange(get({ headers: { connection: 'close' } }));
  t.match(exchange, { ended: 'fin', final: { complete: true } });
});

t.test('octets behind a complete response make the connection unusable', async (t) => {
  const connection = openTo(t, await answering(t, `${HELLO}${HELLO}`));
  t.match(await connection.exchange(get()), { leftover: HELLO.length, final: { status: 200 } });
  t.equal(connection.usable, false);
});

t.test('octets that come between two requests are read as the answer to the next', async (t) => {
  const poison = 'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison';
  const reachedClient = Promise.withResolvers<void>();
  const address = await rawServer(t, (socket) => {
    socket.once('data', () => {
      socket.write(HELLO);
      socket.once('data', () => socket.write(HELLO));
      reachedClient.promise.then(() => socket.write(poison));
    });
  });
  const connection = openTo(t, address);
  await connection.exchange(get());
  reachedClient.resolve();
  const next = await connection.exchange(get({ id: 'id-2' }));
  t.equal(next.final?.body.toString(), 'poison');
});

t.test('octets behind the last response of a connection are counted to it', async (t) => {
  const ended = Promise.withResolvers<void>();
  const address = await rawServer(t, (socket) => {
    socket.once('data', () => socket.write(HELLO));
    ended.promise.then(() => socket.end('late'));
  });
  const connection = openTo(t, address);
  const last = await connection.exchange(get());
  t.match(connection.amend(last), { leftover: 0 });
  ended.resolve();
  while (connection.usable) await new Promise(setImmediate);
  const amended = connection.amend(last);
  t.match(amended, { leftover: 4, ended: 'kept' });
  t.equal(amended.received.toString(), `${HELLO}late`);
  t.equal(amended.pieces.length, last.pieces.length + 1);
});

t.test('a connection that the gateway closed while idle is not usable', async (t) => {
  const address = await rawServer(t, (socket) => {
    socket.once('data', () => {
      socket.write(HELLO);
      setImmediate(() => socket.end());
    });
  });
  const connection = openTo(t, address);
  const last = await connection.exchange(get());
  t.equal(connection.amend(last).endedLater, null);
  while (connection.usable) await new Promise(setImmediate);
  t.match(connection.amend(last), { ended: 'kept', endedLater: { how: 'fin', at: Number } });
  t.match(await connection.exchange(get()), { ended: 'fin', final: null });
});

t.test('the progress of the decoded body is told', async (t) => {
  const parts = [
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
    '5\r\nhel',
    'lo\r\n',
    '3\r\nabc\r\n0\r\n\r\n',
  ];
  const address = await rawServer(t, (socket) => {
    const next = (): void => {
      const part = parts.shift();
      if (part !== undefined) socket.write(part, () => setImmediate(next));
    };
    socket.once('data', next);
  });
  const heard: number[] = [];
  await openTo(t, address).exchange(get({ onBody: (bytes) => heard.push(bytes) }));
  t.equal(heard.at(-1), 8);
  t.strictSame(
    heard,
    heard.toSorted((a, b) => a - b),
  );
});

t.test('an aborted signal gives the exchange up', async (t) => {
  const closed = Promise.withResolvers<void>();
  const controller = new AbortController();
  const address = await rawServer(t, (socket) => {
    socket.once('data', () => controller.abort(new Error('stop')));
    socket.once('end', () => closed.resolve());
  });
  const connection = openTo(t, address);
  await t.rejects(connection.exchange(get({ signal: controller.signal })), { message: 'stop' });
  t.equal(connection.usable, false);
  await closed.promise;
});

t.test('a large upload that is answered early and closed is still answered', async (t) => {
  const address = await rawServer(t, (socket) => {
    socket.once('data', () => {
      socket.pause();
      socket.end('HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    });
  });
  const body = 'x'.repeat(8_000_000);
  const exchange = await openTo(t, address).exchange(get({ method: 'POST', body }));
  t.match(exchange, { final: { status: 413, complete: true }, ended: 'fin' });
});
