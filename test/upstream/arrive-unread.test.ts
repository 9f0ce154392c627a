import t from 'tap';
import { HEALTHY } from '../../harness/core/script.ts';
import { Bench, once } from './bench.ts';
import { get, RawPeer } from './raw-peer.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

const UNREAD = once({ do: 'arrive-unread' }, { do: 'await-controller', signal: 'go' });

t.test('a request that arrives on a new connection is left unread', async (t) => {
  const up = await bench.upstream(UNREAD);
  using peer = await RawPeer.connect(up.address);
  t.ok(await peer.silentFor(250));
  t.same(await up.all('step'), [], 'nothing has arrived');
  peer.send(get());
  t.match(await up.seen('waiting'), { what: 'controller', id: null });
  t.same(await up.all('request'), []);
});

t.test('a request that arrives on a connection of before is left unread, too', async (t) => {
  const up = await bench.upstream(HEALTHY);
  using peer = await RawPeer.asking(up.address, '/first');
  await peer.contains('answered');
  await up.play(UNREAD);
  peer.send(get('/second'));
  await up.seen('waiting');
  t.same(
    (await up.all('request')).map((event) => event.target),
    ['/first'],
  );
  await up.stop();
  t.equal(await peer.ended, 'rst', 'whoever closes with bytes unread sends RST');
  t.match(await up.seen('closed'), { by: 'our-rst' });
});

t.test('a FIN is not taken for a byte', async (t) => {
  const up = await bench.upstream(UNREAD);
  using peer = await RawPeer.connect(up.address);
  peer.fin();
  t.match(await up.seen('closed'), { by: 'peer-fin', received: 0 });
  t.same(await up.all('step'), []);
});

t.test('an upstream that goes away before a byte has come sends a FIN', async (t) => {
  const up = await bench.upstream(UNREAD);
  using peer = await RawPeer.connect(up.address);
  await up.seen('connection');
  await up.stop();
  t.equal(await peer.ended, 'fin');
  t.match(await up.seen('closed'), { by: 'our-fin', received: 0 });
});
