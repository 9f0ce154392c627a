import t from 'tap';
import garbage from '../../harness/faults/garbage.ts';
import garbageHeldOpen from '../../harness/faults/garbage-held-open.ts';
import http10CloseDelimited from '../../harness/faults/http10-close-delimited.ts';
import lateAnswer from '../../harness/faults/late-answer.ts';
import otherProtocol from '../../harness/faults/other-protocol.ts';
import { Bench } from '../upstream/bench.ts';
import { RawPeer } from '../upstream/raw-peer.ts';
import { arm, fired, withoutDate } from './arm.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

t.test('garbage-held-open: the octets of garbage, and then no octet and no end', async (t) => {
  const closing = await arm(bench, garbage);
  using other = await RawPeer.asking(closing.address);
  await other.ended;
  const up = await arm(bench, garbageHeldOpen);
  using peer = await RawPeer.asking(up.address);
  await peer.bytes(32);
  t.ok(await peer.silentFor(300));
  t.ok(peer.received.equals(other.received));
  t.notMatch(peer.text, /^HTTP/);
  await fired(t, garbageHeldOpen, up);
});

t.test('other-protocol: what the servers of other protocols say, then FIN', async (t) => {
  for (const [params, banner] of [
    [{}, /^SSH-2\.0-\S+\r\n[^\r]+\r\n$/],
    [{ protocol: 'smtp' }, /^220 [^\r]+\r\n421 [^\r]+\r\n$/],
    [{ protocol: 'ftp' }, /^220 [^\r]+\r\n500 [^\r]+\r\n$/],
    [{ protocol: 'redis' }, /^-ERR [^\r]+\r\n$/],
  ] as const) {
    const up = await arm(bench, otherProtocol, params);
    using peer = await RawPeer.asking(up.address);
    t.equal(await peer.ended, 'fin');
    t.match(peer.text, banner);
    await fired(t, otherProtocol, up);
  }
});

t.test('http10-close-delimited: no length, and the FIN behind the body', async (t) => {
  const up = await arm(bench, http10CloseDelimited);
  using peer = await RawPeer.asking(up.address);
  t.equal(await peer.ended, 'fin');
  t.equal(peer.text, 'HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nhello\n');
  await fired(t, http10CloseDelimited, up);
});

t.test('late-answer: nothing for so long, then a complete response and FIN', async (t) => {
  const up = await arm(bench, lateAnswer, { after: '600ms' });
  using peer = await RawPeer.asking(up.address, '/', 'id-1');
  t.ok(await peer.silentFor(300), 'nothing at first');
  t.equal(await peer.ended, 'fin');
  t.equal(
    withoutDate(peer.text),
    'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Gatecrash-Id: id-1\r\nConnection: close\r\n\r\nlate\n',
  );
  await fired(t, lateAnswer, up);
});

t.test('late-answer has fired, too, where the peer gave up before the answer', async (t) => {
  const up = await arm(bench, lateAnswer);
  using peer = await RawPeer.asking(up.address);
  await up.seen('request-end');
  peer.fin();
  await up.seen('closed');
  await fired(t, lateAnswer, up);
});

t.test('late-answer has not fired where the peer left without a request', async (t) => {
  const up = await arm(bench, lateAnswer);
  using peer = await RawPeer.connect(up.address);
  peer.fin();
  await up.seen('closed');
  t.ok(lateAnswer.fired({ observations: up.observations, probes: [] }));
});
