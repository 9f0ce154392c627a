import t from 'tap';
import { startRig } from './rig.ts';
import { answer, GET, KEPT, OK, SHORT } from './script.ts';

t.jobs = 4;

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: test\r\n\r\n`;

t.test('pipelined requests are answered in order, one at a time, also when one fails', async (t) => {
  await using rig = await startRig(async (peer) => {
    const path = (await peer.until('\r\n\r\n')).split(' ')[1] ?? '';
    if (path === '/crash') return peer.reset();
    await peer.send(`HTTP/1.1 200 OK\r\nContent-Length: ${path.length}\r\n\r\n${path}`);
  });
  const client = await rig.client();
  await client.send(get('/first') + get('/crash') + get('/second') + GET.replace('/', '/third'));
  t.equal(await client.ended(), 'fin');
  const seen = client.received.match(/HTTP\/1\.1 \d+|\/(?:first|second|third)/g);
  t.strictSame(seen, ['HTTP/1.1 200', '/first', 'HTTP/1.1 502', 'HTTP/1.1 200', '/second', 'HTTP/1.1 200', '/third']);
});

t.test('the second of two pipelined requests does not reach an upstream before the first was answered', async (t) => {
  await using rig = await startRig(async (peer) => void (await peer.until('\r\n\r\n')));
  const client = await rig.client();
  await client.send(KEPT + KEPT);
  await (await rig.connection(1)).until('\r\n\r\n');
  t.equal(rig.upstream.length, 1);
  await rig.upstream[0]?.send(OK);
  await rig.connection(2);
  t.match(client.received, 'ok');
});

t.test('a connection is kept after an error, and serves the next request', async (t) => {
  await using rig = await startRig((peer, ordinal) => (ordinal === 1 ? peer.fin() : answer(OK)(peer, ordinal)));
  const client = await rig.client();
  await client.send(KEPT);
  await client.until('502 Bad Gateway:');
  t.notMatch(client.received, /Connection/);
  await client.send(KEPT);
  await client.until('ok');
});

t.test('the route decides on the upstream, and the target goes there unchanged', async (t) => {
  await using rig = await startRig(answer('', 'fin'));
  for (const [path, upstream] of [
    ['/', 'app'],
    ['/other', 'other'],
    ['/other/a%20b?c', 'other'],
    ['/a/other', 'app'],
  ] as const) {
    await rig.ask(GET.replace('/', path));
    t.match(rig.upstream.at(-1)?.received, `GET ${path} HTTP/1.1\r\n`);
    t.match(rig.log.at(-1), { upstream });
  }
});

for (const end of ['fin', 'reset'] as const) {
  t.test(`a client that leaves by ${end} takes its request with it, at once and without a trace`, async (t) => {
    await using rig = await startRig(() => undefined);
    const client = await rig.client();
    await client.send(KEPT);
    const upstream = await rig.connection(1);
    await upstream.until('\r\n\r\n');
    const from = performance.now();
    client[end]();
    await upstream.ended();
    t.ok(performance.now() - from < 1000);
    t.equal(rig.upstream.length, 1);
    t.strictSame(rig.log, []);
  });

  t.test(`a client that leaves by ${end} within a response takes it with it`, async (t) => {
    await using rig = await startRig(answer('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello'), {
      keepalive: true,
    });
    const client = await rig.client();
    await client.send(KEPT);
    await client.until('hello');
    client[end]();
    await (await rig.connection(1)).ended();
    await rig.client().then((next) => next.send(KEPT));
    await rig.connection(2);
    t.strictSame(rig.log, []);
  });
}

t.test('an idle client that closes is closed too', async (t) => {
  await using rig = await startRig(answer(OK));
  const client = await rig.client();
  await client.send(KEPT);
  await client.until('ok');
  client.fin();
  t.equal(await client.ended(), 'fin');
});

t.test('a head that drips is a 504, however steadily', async (t) => {
  await using rig = await startRig(
    async (peer) => {
      await peer.until('\r\n\r\n');
      await peer.send('HTTP/1.1 200 OK\r\nX: ');
      const drip = setInterval(() => void peer.send('x'), 40);
      await peer.ended();
      clearInterval(drip);
    },
    { timeouts: SHORT },
  );
  const { status, head } = await rig.ask(GET);
  t.equal(status, 504);
  t.match(head, 'error=http_response_timeout\r\n');
});

t.test('a body that drips faster than the read timeout is whole', async (t) => {
  await using rig = await startRig(
    async (peer) => {
      await peer.until('\r\n\r\n');
      await peer.send('HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n');
      let left = 20;
      const drip = setInterval(() => {
        void peer.send('x');
        left--;
        if (left === 0) clearInterval(drip);
      }, 50);
      await peer.ended();
      clearInterval(drip);
    },
    { timeouts: SHORT },
  );
  const { status, body } = await rig.ask(GET);
  t.strictSame([status, body.length], [200, 20]);
});

t.test('a late answer goes nowhere', async (t) => {
  await using rig = await startRig(
    async (peer, ordinal) => {
      await peer.until('\r\n\r\n');
      if (ordinal === 1) await peer.ended();
      await peer.send(`HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n${ordinal}`);
    },
    { timeouts: SHORT },
  );
  const client = await rig.client();
  await client.send(KEPT);
  await client.until('504 Gateway Timeout:');
  await client.send(GET);
  t.equal(await client.ended(), 'fin');
  t.equal(client.received.split('HTTP/1.1 200').length, 2);
  t.ok(client.received.endsWith('\r\n\r\n2'));
});
