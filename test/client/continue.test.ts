import { once } from 'node:events';
import t from 'tap';
import { get, openTo, rawServer } from './raw-server.ts';

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
const ASKING = { method: 'POST', body: 'hello', headers: { Expect: '100-continue' }, deadlineMs: 6000 } as const;

t.test('the body waits for a 100', async (t) => {
  const heard: string[] = [];
  const address = await rawServer(t, async (socket) => {
    heard.push(String(await once(socket, 'data')));
    socket.write('HTTP/1.1 103 Early Hints\r\n\r\n');
    setImmediate(() => socket.write('HTTP/1.1 100 Continue\r\n\r\n'));
    heard.push(String(await once(socket, 'data')));
    socket.write(OK);
  });
  const connection = openTo(t, address);
  const exchange = await connection.exchange(get(ASKING));
  t.match(heard, [/\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n$/, /^hello$/]);
  t.match(exchange, { continued: 'by-100', bodySent: 5, interim: [{ status: 103 }, { status: 100 }], ended: 'kept' });
  t.equal(connection.usable, true);
});

t.test('a final response in place of the 100 keeps the body back, and the connection is not used again', async (t) => {
  const heard: string[] = [];
  const ended = Promise.withResolvers<void>();
  const address = await rawServer(t, (socket) => {
    socket.on('data', (octets) => heard.push(octets.toString()));
    socket.once('data', () => socket.write('HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n'));
    socket.once('end', () => ended.resolve());
  });
  const connection = openTo(t, address);
  const exchange = await connection.exchange(get(ASKING));
  t.match(exchange, { continued: 'not-sent', bodySent: 0, body: { bytes: 5 }, final: { status: 417 }, ended: 'kept' });
  t.equal(connection.usable, false);
  await ended.promise;
  t.equal(heard.length, 1);
  t.match(heard[0], /\r\n\r\n$/);
});

t.test('a client does not wait for ever', async (t) => {
  const times: number[] = [];
  const address = await rawServer(t, async (socket) => {
    for (let count = 0; count < 2; count++) {
      await once(socket, 'data');
      times.push(performance.now());
    }
    socket.write(OK);
  });
  const exchange = await openTo(t, address).exchange(get(ASKING));
  t.match(exchange, { continued: 'by-patience', bodySent: 5, final: { status: 200 } });
  t.ok((times[1] ?? 0) - (times[0] ?? 0) > 2700, 'three seconds, though');
});

t.test('without a body, in HTTP/1.0 or unasked there is nothing to wait for', async (t) => {
  const address = await rawServer(t, (socket) => socket.on('data', () => socket.write(OK)));
  for (const asked of [{ ...ASKING, body: null }, { ...ASKING, version: '1.0' } as const, { ...ASKING, headers: {} }])
    t.match(await openTo(t, address).exchange(get(asked)), { continued: null, final: { status: 200 } });
});

t.test('a connection that ends first leaves the body unsent', async (t) => {
  const address = await rawServer(t, (socket) => socket.once('data', () => socket.end()));
  t.match(await openTo(t, address).exchange(get(ASKING)), { continued: 'not-sent', bodySent: 0, ended: 'fin' });
});
