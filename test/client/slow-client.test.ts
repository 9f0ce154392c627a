import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import t from 'tap';
import { now } from '../../harness/core/clock.ts';
import { get, openTo, rawServer } from './raw-server.ts';

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
const LARGE = 16 * 1024 * 1024;

/** Octets that the kernel holds for a peer that takes none: the send queue of /proc/net/tcp. */
async function queued({ localPort = 0, remotePort = 0 }: Socket): Promise<number> {
  const port = (number: number) => `:${number.toString(16).toUpperCase().padStart(4, '0')}`;
  const table = await readFile('/proc/net/tcp', 'utf8');
  const line = table.split('\n').find((one) => {
    const [, local = '', remote = ''] = one.trim().split(/\s+/);
    return local.endsWith(port(localPort)) && remote.endsWith(port(remotePort));
  });
  return Number.parseInt(line?.trim().split(/\s+/)[4]?.split(':')[0] ?? '0', 16);
}

/** A server that answers with a large body, and looks at its send queue in the middle of the client's pause. */
async function largeAnswer(t: Parameters<typeof rawServer>[0], lookAfter: number) {
  const looked = Promise.withResolvers<number>();
  const taken = Promise.withResolvers<number>();
  const address = await rawServer(t, (socket) => {
    socket.once('data', () => {
      const head = `HTTP/1.1 200 OK\r\nContent-Length: ${LARGE}\r\n\r\n`;
      socket.write(Buffer.concat([Buffer.from(head), Buffer.alloc(LARGE, 'x')]), () => taken.resolve(now()));
      setTimeout(() => queued(socket).then(looked.resolve, looked.reject), lookAfter);
    });
  });
  return { address, looked: looked.promise, taken: taken.promise };
}

t.test('a client that pauses closes its window: the kernel of the server cannot send', async (t) => {
  const { address, looked, taken } = await largeAnswer(t, 700);
  const began = now();
  const exchange = await openTo(t, address).exchange(get({ read: { after: 1024, rate: 0, for: 1500 } }));
  t.ok((await looked) > 0, 'octets lie in the send queue');
  t.ok((await taken) - began >= 1400, 'the kernel took the last ones after the pause');
  t.match(exchange, { ended: 'kept', dawdled: 1500, final: { complete: true } });
  t.equal(exchange.final?.body.length, LARGE);
});

t.test('a client that reads at a rate has no more of the body than that until it is over', async (t) => {
  const { address, looked } = await largeAnswer(t, 700);
  const exchange = await openTo(t, address).exchange(get({ read: { after: 0, rate: 256 * 1024, for: 1500 } }));
  t.ok((await looked) > 0, 'octets lie in the send queue');
  const began = exchange.pieces[0]?.at ?? 0;
  const early = exchange.pieces.filter(({ at }) => at < began + 1000).reduce((sum, { bytes }) => sum + bytes, 0);
  t.ok(early > 64 * 1024 && early <= 512 * 1024, `${early} octets in the first second`);
  t.match(exchange, { final: { complete: true } });
});

/** When each piece came, and how large it was, until the request was whole. */
async function noting(t: Parameters<typeof rawServer>[0], whole: (octets: string) => boolean) {
  const pieces: { at: number; bytes: number }[] = [];
  let heard = '';
  const address = await rawServer(t, (socket) => {
    socket.on('data', (octets) => {
      pieces.push({ at: now(), bytes: octets.length });
      heard += octets.toString('latin1');
      if (whole(heard)) socket.write(OK);
    });
  });
  return { address, pieces, heard: () => heard };
}

t.test('a body dribbles in, piece by piece', async (t) => {
  const { address, pieces } = await noting(t, (octets) => octets.endsWith('x'.repeat(10)));
  const upload = { part: 'body', piece: 2, every: 300 } as const;
  const exchange = await openTo(t, address).exchange(get({ method: 'POST', body: 'x'.repeat(10), upload }));
  t.strictSame(
    pieces.slice(1).map(({ bytes }) => bytes),
    [2, 2, 2, 2],
    'behind the head with the first two',
  );
  t.ok((pieces.at(-1)?.at ?? 0) - (pieces[0]?.at ?? 0) >= 1000);
  t.match(exchange, { bodySent: 10, dawdled: 1200, final: { status: 200 } });
});

t.test('a head dribbles in, and the body behind it', async (t) => {
  const { address, pieces, heard } = await noting(t, (octets) => octets.endsWith('\r\n\r\nhello'));
  const upload = { part: 'request', piece: 32, every: 50 } as const;
  const exchange = await openTo(t, address).exchange(get({ method: 'POST', body: 'hello', upload }));
  t.ok(pieces.length >= 4 && pieces.every(({ bytes }) => bytes <= 64), `${pieces.length} pieces`);
  t.equal(heard(), exchange.sent.toString('latin1'));
});

t.test('chunks are as small as the pieces', async (t) => {
  const { address, heard } = await noting(t, (octets) => octets.endsWith('0\r\n\r\n'));
  const upload = { part: 'body', piece: 2, every: 20 } as const;
  await openTo(t, address).exchange(get({ method: 'POST', body: 'hello', chunked: true, upload }));
  t.match(heard(), /\r\n\r\n2\r\nhe\r\n2\r\nll\r\n1\r\no\r\n0\r\n\r\n$/);
});

t.test('an upload pauses where it is told to, and goes on', async (t) => {
  const { address, pieces } = await noting(t, (octets) => octets.endsWith('x'.repeat(10)));
  const upload = { after: 4, pause: 800 };
  const exchange = await openTo(t, address).exchange(get({ method: 'POST', body: 'x'.repeat(10), upload }));
  t.equal(pieces.at(-1)?.bytes, 6);
  t.ok((pieces.at(-1)?.at ?? 0) - (pieces[0]?.at ?? 0) >= 700);
  t.equal(exchange.dawdled, 800);
});

t.test('an answer in the middle of a pause ends it', async (t) => {
  const answer = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';
  const address = await rawServer(t, (socket) => socket.once('data', () => socket.end(answer)));
  const upload = { after: 4, pause: 60_000 };
  const exchange = await openTo(t, address).exchange(get({ method: 'POST', body: 'x'.repeat(10), upload }));
  t.match(exchange, { bodySent: 4, ended: 'fin', final: { status: 408 } });
  t.ok(exchange.endedAt - exchange.startedAt < 5000);
});
