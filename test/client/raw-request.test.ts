import { once } from 'node:events';
import type { Socket } from 'node:net';
import t from 'tap';
import { now } from '../../harness/core/clock.ts';
import { get, openTo, rawServer } from './raw-server.ts';

const OK = 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/** All that comes until the client's FIN, and when each piece did. */
async function toFin(socket: Socket): Promise<{ text: string; at: number[] }> {
  const seen = { text: '', at: [] as number[] };
  socket.on('data', (octets) => {
    seen.text += octets.toString('latin1');
    seen.at.push(now());
  });
  await once(socket, 'end');
  socket.end(OK);
  return seen;
}

t.test('a client sends any octets, with its id and its host in them, and a FIN where it is told to', async (t) => {
  const heard = Promise.withResolvers<{ text: string; at: number[] }>();
  const address = await rawServer(t, (socket) => void toFin(socket).then(heard.resolve, heard.reject));
  const exchange = await openTo(t, address).exchange(
    get({
      raw: [
        { do: 'send', bytes: { text: 'GET  / HTTP/1.1\nHost: {{host}}\r\nX-Gatecrash-Id: {{id}}\r\n' } },
        { do: 'stall', ms: 400 },
        { do: 'send', bytes: { hex: '00ff' } },
        { do: 'drip', bytes: { repeat: 'ab', times: 2 }, piece: 1, every: 20 },
        { do: 'half-close' },
      ],
    }),
  );
  const { text, at } = await heard.promise;
  const host = `${address.host}:${address.port}`;
  t.equal(text, `GET  / HTTP/1.1\nHost: ${host}\r\nX-Gatecrash-Id: id-1\r\n\0\xffabab`);
  t.ok((at[1] ?? 0) - (at[0] ?? 0) >= 300, 'after the stall');
  t.match(exchange, { byHand: true, dawdled: 460, ended: 'fin', final: { status: 200 } });
  t.strictSame(exchange.fields.slice(0, 2), [
    ['Host', host],
    ['X-Gatecrash-Id', 'id-1'],
  ]);
  t.equal(exchange.sent.toString('latin1'), text);
});
