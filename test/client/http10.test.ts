import t from 'tap';
import { answering, get, openTo, rawServer } from './raw-server.ts';

const KEPT = 'HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello';
const SILENT = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';
const ASKING = { version: '1.0', headers: { Connection: 'keep-alive' } } as const;

t.test('an HTTP/1.0 client says so on the wire', async (t) => {
  const heard = Promise.withResolvers<string>();
  const address = await rawServer(t, (socket) => {
    socket.once('data', (octets) => {
      heard.resolve(octets.toString('latin1'));
      socket.end('HTTP/1.0 200 OK\r\n\r\nhello');
    });
  });
  const exchange = await openTo(t, address).exchange(get({ version: '1.0' }));
  t.match(await heard.promise, /^GET \/ HTTP\/1\.0\r\nHost: 127\.0\.0\.1:\d+\r\n/);
  t.match(exchange, { version: '1.0', ended: 'fin', final: { framing: 'close-delimited', complete: true } });
  t.strictSame(exchange.fields.at(-1), ['X-Gatecrash-Id', 'id-1']);
});

t.test('its connection goes on where both sides said keep-alive', async (t) => {
  const connection = openTo(t, await answering(t, KEPT, KEPT));
  t.match(await connection.exchange(get(ASKING)), { ended: 'kept', leftover: 0 });
  t.equal(connection.usable, true);
  t.match(await connection.exchange(get(ASKING)), { nth: 2, ended: 'kept' });
});

t.test('and nowhere else', async (t) => {
  for (const [asked, answer] of [
    [{ version: '1.0' }, KEPT],
    [ASKING, SILENT],
  ] as const) {
    const connection = openTo(t, await answering(t, answer));
    t.match(await connection.exchange(get(asked)), { ended: 'kept', final: { complete: true } });
    t.equal(connection.usable, false);
  }
});
