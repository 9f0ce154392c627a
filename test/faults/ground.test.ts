import { createHash } from 'node:crypto';
import t from 'tap';
import bodyCorrupted from '../../harness/faults/body-corrupted.ts';
import clockSkew from '../../harness/faults/clock-skew.ts';
import deadlock from '../../harness/faults/deadlock.ts';
import slowClose from '../../harness/faults/slow-close.ts';
import tinySegments from '../../harness/faults/tiny-segments.ts';
import { Bench } from '../upstream/bench.ts';
import { get, RawPeer } from '../upstream/raw-peer.ts';
import { arm, fired } from './arm.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

t.test('body-corrupted: as many octets as Content-Length says, and not those of the digest', async (t) => {
  const up = await arm(bench, bodyCorrupted);
  using peer = await RawPeer.asking(up.address);
  await peer.contains('four.\n');
  const [head = '', body = ''] = peer.text.split('\r\n\r\n');
  t.match(head, `Content-Length: ${body.length}\r\n`);
  const [, said = ''] = /Content-Digest: sha-256=:(.*):/.exec(head) ?? [];
  const digest = (text: string) => createHash('sha256').update(text).digest('base64');
  t.not(digest(body), said);
  t.equal(digest(body.replace('thsee', 'three')), said, 'one octet is all that is wrong');
  await fired(t, bodyCorrupted, up);
});

t.test('clock-skew: the Date is of 1970, or of 2038, and stands there once', async (t) => {
  for (const [clock, year] of [
    ['past', '1970'],
    ['future', '2038'],
  ] as const) {
    const up = await arm(bench, clockSkew, { clock });
    using peer = await RawPeer.asking(up.address);
    await peer.contains('it is ');
    const dates = peer.text.match(/^Date: .*$/gim) ?? [];
    t.equal(dates.length, 1);
    t.equal(String(new Date((dates[0] ?? '').slice(6)).getUTCFullYear()), year);
    await fired(t, clockSkew, up);
  }
});

t.test('deadlock: the first requests are answered, the nth and all later ones read and never', async (t) => {
  const up = await arm(bench, deadlock, { nth: 3 });
  using peer = await RawPeer.asking(up.address, '/1');
  await peer.contains('answered GET /1\n');
  peer.send(get('/2'));
  await peer.contains('answered GET /2\n');
  t.ok(deadlock.fired({ observations: up.observations, probes: [] }), 'not yet');
  peer.send(get('/3'));
  t.ok(await peer.silentFor(400));
  using other = await RawPeer.asking(up.address, '/4');
  t.ok(await other.silentFor(400), 'nor on another connection');
  t.equal((await up.all('request')).length, 4, 'all of them were read');
  await fired(t, deadlock, up);
});

t.test('slow-close: the answer is whole at once, and its FIN comes later', async (t) => {
  const up = await arm(bench, slowClose, { after: '800ms' });
  using peer = await RawPeer.asking(up.address);
  await peer.contains('and goodbye\n');
  t.match(peer.text, /^Connection: close\r$/m);
  t.ok(await peer.silentFor(500));
  t.equal(await peer.ended, 'fin');
  await fired(t, slowClose, up);
});

t.test('tiny-segments: the octets come one by one, in order', async (t) => {
  const up = await arm(bench, tinySegments);
  using peer = await RawPeer.asking(up.address);
  await peer.contains('letter\n');
  t.match(peer.text, /^HTTP\/1\.1 200 OK\r\n/);
  t.match(peer.text, /\r\n\r\nword by word, letter by letter\n$/);
  const writes = await up.all('sent');
  t.ok(writes.every(({ octets }) => octets.length === 1) && writes.length === peer.text.length);
  await fired(t, tinySegments, up);
});
