import type { Socket } from 'node:net';
import t from 'tap';
import type { TunnelStep } from '../../harness/core/tunnel.ts';
import { get, openTo, rawServer } from './raw-server.ts';

const SWITCHED = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
const headers = { Connection: 'Upgrade', Upgrade: 'websocket' };
const send = (text: string): TunnelStep => ({ do: 'send', bytes: { text } });
const expects = (text: string, within: number | null = null): TunnelStep => ({ do: 'expect', text, within });

/** A server that switches, says hello in the same write, and hands the tunnel over; how the client went is noted. */
async function switching(t: Parameters<typeof rawServer>[0], onWords: (words: string, socket: Socket) => void) {
  const gone = Promise.withResolvers<string>();
  const address = await rawServer(t, (socket) => {
    socket.on('error', (error: NodeJS.ErrnoException) => gone.resolve(error.code ?? ''));
    socket.on('end', () => gone.resolve('FIN'));
    socket.once('data', () => {
      socket.write(`${SWITCHED}hello`);
      socket.on('data', (octets) => onWords(octets.toString('latin1'), socket));
    });
  });
  return { address, gone: gone.promise };
}

t.test('octets go both ways, and each end of the client is what it is called', async (t) => {
  for (const [end, sight] of [
    ['close', 'FIN'],
    ['reset', 'ECONNRESET'],
  ] as const) {
    const { address, gone } = await switching(t, (words, socket) => socket.write(`you said ${words}`));
    const tunnel = [expects('hello'), send('abc'), expects('said abc'), { do: end }];
    const exchange = await openTo(t, address).exchange(get({ headers, tunnel }));
    t.match(exchange, { tunnel: { missed: null, bytes: 17 }, leftover: 0, defects: [], final: { status: 101 } });
    t.match(exchange.received.toString('latin1'), /helloyou said abc$/, 'and are in the record');
    t.equal(await gone, sight);
  }
});

t.test('what does not come is missed, within its time or at the end of the tunnel', async (t) => {
  const { address } = await switching(t, () => {});
  const late = await openTo(t, address).exchange(get({ headers, tunnel: [expects('hello'), expects('more', 100)] }));
  t.match(late.tunnel?.missed, { step: 1, what: '"more" through the tunnel' });
  const { address: dying } = await switching(t, (_, socket) => socket.resetAndDestroy());
  const dead = await openTo(t, dying).exchange(
    get({ headers, tunnel: [expects('hello'), send('abc'), expects('answer', 60_000)] }),
  );
  t.match(dead, { ended: 'rst', tunnel: { missed: { step: 2 } } });
});

t.test('the end of the tunnel can be what is expected', async (t) => {
  const { address } = await switching(t, (_, socket) => socket.end('bye'));
  const tunnel: TunnelStep[] = [send('abc'), expects('bye'), { do: 'end', within: 60_000 }];
  t.match(await openTo(t, address).exchange(get({ headers, tunnel })), { ended: 'fin', tunnel: { missed: null } });
});

t.test('where no tunnel is opened nothing is played', async (t) => {
  const address = await rawServer(t, (socket) => {
    socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
  });
  const exchange = await openTo(t, address).exchange(get({ headers, tunnel: [expects('hello')] }));
  t.equal(exchange.tunnel, undefined);
  t.match(exchange, { ended: 'kept', final: { status: 200 } });
});
