import t from 'tap';
import errorStatus from '../../harness/faults/error-status.ts';
import redirectLoop from '../../harness/faults/redirect-loop.ts';
import slowStart from '../../harness/faults/slow-start.ts';
import tooManyRequests from '../../harness/faults/too-many-requests.ts';
import { Bench } from '../upstream/bench.ts';
import { get, RawPeer } from '../upstream/raw-peer.ts';
import { arm, fired, withoutDate } from './arm.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

t.test("error-status: the upstream's own error, whole, and the connection kept", async (t) => {
  for (const status of [500, 502, 503, 504]) {
    const up = await arm(bench, errorStatus, { status });
    using peer = await RawPeer.asking(up.address);
    await peer.contains(`the app says ${status}\n`);
    t.match(peer.text, new RegExp(`^HTTP/1.1 ${status} `));
    t.notMatch(peer.text, /^connection: *close/im);
    const whole = peer.received.length;
    peer.send(get());
    await peer.bytes(2 * whole);
    t.ok(await peer.silentFor(250), 'kept');
    t.equal(peer.text.split('the app says').length, 3, 'and answered again');
    await fired(t, errorStatus, up);
  }
});

t.test('too-many-requests: a 429 that says when to come again, in whole seconds', async (t) => {
  const up = await arm(bench, tooManyRequests, { retryAfter: '1500ms' });
  using peer = await RawPeer.asking(up.address);
  await peer.contains('slow down\n');
  t.equal(
    withoutDate(peer.text),
    'HTTP/1.1 429 Too Many Requests\r\nContent-Length: 10\r\nX-Gatecrash-Id: q1\r\nContent-Type: text/plain\r\nRetry-After: 2\r\n\r\nslow down\n',
  );
  await fired(t, tooManyRequests, up);
});

t.test('redirect-loop: whoever follows comes to where he was', async (t) => {
  const up = await arm(bench, redirectLoop, { status: 307 });
  let target = '/start';
  const way: string[] = [];
  for (let round = 1; round <= 4; round += 1) {
    using peer = await RawPeer.asking(up.address, target);
    await peer.contains('\r\n\r\n');
    t.match(peer.text, /^HTTP\/1\.1 307 /);
    target = /^Location: (.*)\r$/m.exec(peer.text)?.[1] ?? '';
    way.push(target);
  }
  t.same(new Set(way), new Set(['/round-and-round']));
  await fired(t, redirectLoop, up);
});

t.test('slow-start: the first ones wait, on whatever connection, and then no more', async (t) => {
  const up = await arm(bench, slowStart, { requests: 2, delay: '1s' });
  const times: number[] = [];
  for (const id of ['1', '2', '3']) {
    const started = performance.now();
    using peer = await RawPeer.asking(up.address, '/', id);
    await peer.contains('answered');
    times.push(performance.now() - started);
  }
  t.match(
    times.map((ms) => (ms > 990 ? 'slow' : ms < 700 ? 'fast' : ms)),
    ['slow', 'slow', 'fast'],
  );
  await fired(t, slowStart, up);
});
