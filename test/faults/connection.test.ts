import t from 'tap';
import { HEALTHY } from '../../harness/core/script.ts';
import closeAfterAccept from '../../harness/faults/close-after-accept.ts';
import connectionRefused from '../../harness/faults/connection-refused.ts';
import resetAfterAccept from '../../harness/faults/reset-after-accept.ts';
import { Bench } from '../upstream/bench.ts';
import { RawPeer } from '../upstream/raw-peer.ts';
import { arm, fired } from './arm.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

t.test('connection-refused: where nothing listens, a connect is refused', async (t) => {
  t.same(connectionRefused.effect({}), { place: 'listener', state: 'closed' });
  const up = await bench.upstream(HEALTHY);
  await up.stop();
  await t.rejects(RawPeer.connect(up.address), { code: 'ECONNREFUSED' });
});

t.test('reset-after-accept: RST without a byte, and no request is read', async (t) => {
  const up = await arm(bench, resetAfterAccept);
  for (let round = 1; round <= 20; round += 1) {
    using peer = await RawPeer.connect(up.address);
    peer.send('GET / HTTP/1.1\r\n\r\n');
    t.equal(await peer.ended, 'rst');
    t.equal(peer.text, '');
  }
  t.same(await up.all('request'), []);
  t.same(
    up.of('closed').map(({ by, sent }) => `${by} ${sent}`),
    Array.from({ length: 20 }, () => 'our-rst 0'),
  );
  await fired(t, resetAfterAccept, up);
});

t.test('close-after-accept: FIN without a byte, and no RST for a request that comes all the same', async (t) => {
  const up = await arm(bench, closeAfterAccept);
  using peer = await RawPeer.connect(up.address);
  t.equal(await peer.ended, 'fin');
  peer.send('GET / HTTP/1.1\r\n\r\n');
  t.ok(await peer.silentFor(250));
  t.equal(peer.text, '');
  await fired(t, closeAfterAccept, up);
});
