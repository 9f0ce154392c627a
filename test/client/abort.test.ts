import type { Socket } from 'node:net';
import t from 'tap';
import type { Abort } from '../../harness/core/scenario.ts';
import { get, openTo, rawServer } from './raw-server.ts';

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Length: 4096\r\n\r\n';

/** A server that notes what came and how the client went. */
function noting(onHead: (socket: Socket) => void) {
  const gone = Promise.withResolvers<string>();
  const seen = { gone: gone.promise, octets: 0 };
  const serve = (socket: Socket): void => {
    socket.on('data', (octets) => {
      seen.octets += octets.length;
    });
    socket.on('error', (error: NodeJS.ErrnoException) => gone.resolve(error.code ?? ''));
    socket.on('end', () => gone.resolve('end'));
    socket.once('data', () => onHead(socket));
  };
  return { seen, serve };
}

t.test('a connection that its client gave up carries no other request, though the response was whole', async (t) => {
  const { seen, serve } = noting((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'));
  const connection = openTo(t, await rawServer(t, serve));
  const exchange = await connection.exchange(get({ abort: { how: 'rst', after: { received: 5 } } }));
  t.equal(await seen.gone, 'ECONNRESET');
  t.match(exchange, { aborted: 'rst', final: { complete: true } });
  t.equal(connection.usable, false);
});

for (const [how, sight] of [
  ['rst', 'ECONNRESET'],
  ['fin', 'end'],
] as const) {
  t.test(`a client that goes in mid-response goes by ${how}`, async (t) => {
    const { seen, serve } = noting((socket) => socket.write(HEAD + 'x'.repeat(1500)));
    const connection = openTo(t, await rawServer(t, serve));
    const exchange = await connection.exchange(get({ abort: { how, after: { received: 1024 } } }));
    t.equal(await seen.gone, sight);
    t.match(exchange, { aborted: how, ended: 'kept', final: { status: 200, complete: false } });
    t.equal(connection.usable, false);
    t.strictSame(connection.amend(exchange), exchange);
  });

  t.test(`a client that goes right behind its request goes by ${how}`, async (t) => {
    const { seen, serve } = noting(() => {});
    const abort: Abort = { how, after: { received: 0 } };
    const exchange = await openTo(t, await rawServer(t, serve)).exchange(get({ method: 'POST', body: 'hello', abort }));
    t.equal(await seen.gone, sight);
    t.match(exchange, { aborted: how, final: null, bodySent: 5 });
  });

  t.test(`a client that goes in mid-request goes by ${how}, and sends no octet more`, async (t) => {
    const { seen, serve } = noting(() => {});
    const body = { repeat: 'x', times: 1024 * 1024 };
    const abort: Abort = { how, after: { sent: 1024 } };
    const exchange = await openTo(t, await rawServer(t, serve)).exchange(get({ method: 'POST', body, abort }));
    t.equal(await seen.gone, sight);
    t.match(exchange, { aborted: how, bodySent: 1024, body: { bytes: 1024 * 1024 } });
    if (how === 'fin') t.equal(seen.octets, exchange.sent.length, 'an RST may overtake them');
  });
}

t.test('an answer that is over before leaves nothing to abort', async (t) => {
  const { serve } = noting((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'));
  const connection = openTo(t, await rawServer(t, serve));
  const exchange = await connection.exchange(get({ abort: { how: 'rst', after: { received: 6 } } }));
  t.match(exchange, { aborted: null, ended: 'kept', final: { complete: true } });
  t.equal(connection.usable, true);
});
