import t from 'tap';
import { now } from '../../harness/core/clock.ts';
import innerGatewayTimeout from '../../harness/faults/inner-gateway-timeout.ts';
import { Bench } from '../upstream/bench.ts';
import { RawPeer } from '../upstream/raw-peer.ts';
import { arm, fired } from './arm.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

t.test('inner-gateway-timeout: silence, then a 504 that says who gave up, on a connection that stays', async (t) => {
  const up = await arm(bench, innerGatewayTimeout, { after: '500ms' });
  const began = now();
  using peer = await RawPeer.asking(up.address, '/');
  await peer.contains('inner: the app did not answer');
  t.ok(now() - began >= 450, 'after a while');
  t.match(peer.text, /^HTTP\/1\.1 504 /);
  t.match(peer.text, /\r\nVia: 1\.1 inner\r\nProxy-Status: inner; error=http_response_timeout\r\n/);
  t.ok(await peer.silentFor(250), 'no FIN');
  await fired(t, innerGatewayTimeout, up);
});
