import t from 'tap';
import { answering, get, openTo } from './raw-server.ts';

const SWITCHED = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\n\r\n\x81\x05hello';

t.test("what follows a 101 that was asked for is the tunnel's", async (t) => {
  const connection = openTo(t, await answering(t, SWITCHED));
  const headers = { Connection: 'Upgrade', Upgrade: 'h2c, websocket' };
  const exchange = await connection.exchange(get({ headers }));
  t.match(exchange, { ended: 'kept', leftover: 0, final: { status: 101, complete: true }, defects: [] });
  t.match(exchange.received.toString('latin1'), /hello$/, 'and is in the record');
  t.equal(connection.usable, false);
  t.equal(connection.amend(exchange).leftover, 0);
});

t.test('what follows one that was not is left over', async (t) => {
  for (const headers of [{}, { Connection: 'Upgrade', Upgrade: 'h2c' }] as Record<string, string>[]) {
    const exchange = await openTo(t, await answering(t, SWITCHED)).exchange(get({ headers }));
    t.match(exchange, { leftover: 7, final: { status: 101 } });
  }
});
