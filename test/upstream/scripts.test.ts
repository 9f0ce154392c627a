import t from 'tap';
import { HEALTHY, HEALTHY_CONNECTION, type UpstreamScript } from '../../harness/core/script.ts';
import { Bench, loop, once } from './bench.ts';
import { get, RawPeer } from './raw-peer.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

const REQUEST = { do: 'read', what: 'request' } as const;
const say = (body: string) => ({ do: 'respond', response: { body } }) as const;

t.test('connections play the entry of their ordinal, and later ones the rest', async (t) => {
  const script: UpstreamScript = { connections: [{ steps: [REQUEST, { do: 'reset' }] }], rest: HEALTHY_CONNECTION };
  const up = await bench.upstream(script);
  using first = await RawPeer.asking(up.address);
  t.equal(await first.ended, 'rst');
  using second = await RawPeer.asking(up.address);
  await second.contains('answered');
  t.match(await up.all('connection'), [
    { connection: 1, scripted: true, remotePort: first.port },
    { connection: 2, scripted: true, remotePort: second.port },
  ]);
});

t.test('a connection that nobody scripted is closed, and observed as such', async (t) => {
  const up = await bench.upstream({ connections: [HEALTHY_CONNECTION], rest: null });
  using first = await RawPeer.asking(up.address);
  await first.contains('answered');
  using second = await RawPeer.connect(up.address);
  t.equal(await second.ended, 'fin');
  t.match(await up.seen('connection', (event) => event.connection === 2), { scripted: false });
});

t.test('ordinals count on over a new script and over a new listener', async (t) => {
  const up = await bench.upstream(HEALTHY);
  using first = await RawPeer.asking(up.address);
  await first.contains('answered');
  await up.play({ connections: [{ steps: [{ do: 'reset' }] }, HEALTHY_CONNECTION], rest: null });
  using second = await RawPeer.asking(up.address);
  await second.contains('answered');
  await up.stop();
  await up.play(HEALTHY);
  using third = await RawPeer.asking(up.address);
  await third.contains('answered');
  t.same(
    (await up.all('connection')).map((event) => event.connection),
    [1, 2, 3],
  );
});

t.test('the first ordinal can be given', async (t) => {
  const { control } = bench.process;
  const script: UpstreamScript = { connections: [{ steps: [{ do: 'reset' }] }, HEALTHY_CONNECTION], rest: null };
  const listen = { host: '127.0.0.1', port: 0 };
  const { listen: address } = await control.put('second', { listen, script, firstConnection: 2 });
  using peer = await RawPeer.asking(address ?? listen);
  await peer.contains('answered');
  t.pass('the first connection played the second entry');
  await control.remove('second');
});

t.test('an idle connection at the start of a loop adopts a new script at once', async (t) => {
  const up = await bench.upstream(HEALTHY);
  using peer = await RawPeer.asking(up.address);
  await peer.contains('answered');
  await up.play(loop(REQUEST, say('new')));
  peer.send(get());
  await peer.contains('\r\n\r\nnew');
  await up.play(once({ do: 'reset' }));
  t.equal(await peer.ended, 'rst', 'a script that reads nothing strikes the idle connection itself');
});

t.test('a connection in the middle of its script keeps it, and takes the new one at its next loop', async (t) => {
  const up = await bench.upstream(loop(REQUEST, { do: 'await-controller', signal: 'go' }, say('old')));
  using peer = await RawPeer.asking(up.address);
  await up.seen('waiting');
  await up.play(loop(REQUEST, say('new')));
  t.notOk(peer.text, 'nothing is said yet');
  await up.release(1);
  await peer.contains('\r\n\r\nold');
  peer.send(get());
  await peer.contains('\r\n\r\nnew');
});

t.test('a connection with half a request keeps its script for that request', async (t) => {
  const up = await bench.upstream(loop(REQUEST, say('old')));
  using peer = await RawPeer.connect(up.address);
  peer.send('GET / HTTP/1.1\r\nHo');
  t.equal((await up.all('connection')).length, 1);
  await up.play(loop(REQUEST, say('new')));
  peer.send('st: app\r\n\r\n');
  await peer.contains('\r\n\r\nold');
});

t.test('a connection that plays a script without loop keeps it', async (t) => {
  const up = await bench.upstream(once(REQUEST, say('once')));
  using peer = await RawPeer.connect(up.address);
  await up.seen('connection');
  await up.play(loop(REQUEST, say('new')));
  peer.send(get());
  await peer.contains('\r\n\r\nonce');
  peer.send(get());
  t.ok(await peer.silentFor(250), 'and is held after its last step');
});

t.test('requests are observed with what they carry, whatever the script does', async (t) => {
  const up = await bench.upstream(once({ do: 'hold' }));
  using peer = await RawPeer.connect(up.address);
  peer.send(
    'POST /p?q HTTP/1.1\r\nHost: a\r\nX-Gatecrash-Id: id-3\r\nContent-Length: 3\r\n\r\nabcGET / HTTP/1.0\r\n\r\n',
  );
  await up.seen('request-end', (event) => event.nth === 2);
  t.match(up.of('request'), [
    {
      connection: 1,
      nth: 1,
      method: 'POST',
      target: '/p?q',
      id: 'id-3',
      fields: [
        ['Host', 'a'],
        ['X-Gatecrash-Id', 'id-3'],
        ['Content-Length', '3'],
      ],
    },
    { nth: 2, method: 'GET', id: null, fields: [] },
  ]);
  t.match(up.of('request-end'), [{ bodyBytes: 3 }, { bodyBytes: 0 }]);
});

t.test('more requests than workers wait their turn, first come, first served', async (t) => {
  const steps = [REQUEST, { do: 'take-worker' }, { do: 'await-controller', signal: 'done' }, say('done')] as const;
  const up = await bench.upstream({ connections: [], rest: { steps }, workers: 1 });
  using first = await RawPeer.asking(up.address, '/1', 'id-1');
  await up.seen('waiting', (event) => event.what === 'controller');
  using second = await RawPeer.asking(up.address, '/2', 'id-2');
  t.match(await up.seen('waiting', (event) => event.what === 'worker'), { connection: 2, id: 'id-2' });
  using third = await RawPeer.asking(up.address, '/3', 'id-3');
  await up.seen('waiting', (event) => event.what === 'worker' && event.connection === 3);
  await up.release(1);
  await first.contains('done');
  t.ok(await second.silentFor(250), 'an answer alone frees no worker');
  first.fin();
  await up.seen('waiting', (event) => event.what === 'controller' && event.connection === 2);
  t.ok(await third.silentFor(250), 'the third waits on');
  second.rst();
  await up.seen('waiting', (event) => event.what === 'controller' && event.connection === 3);
});

t.test('a waiting request that leaves gives up its place in the queue', async (t) => {
  const steps = [REQUEST, { do: 'take-worker' }, say('served')] as const;
  const up = await bench.upstream({ connections: [], rest: { steps }, workers: 1 });
  using first = await RawPeer.asking(up.address);
  await first.contains('served');
  using second = await RawPeer.asking(up.address);
  await up.seen('waiting', (event) => event.connection === 2);
  second.fin();
  await up.seen('closed', (event) => event.connection === 2);
  using third = await RawPeer.asking(up.address);
  await up.seen('waiting', (event) => event.connection === 3);
  first.fin();
  await third.contains('served');
  t.pass();
});
