import t from 'tap';
import bodyStalls from '../../harness/faults/body-stalls.ts';
import chunkSizeInvalid from '../../harness/faults/chunk-size-invalid.ts';
import closeMidBody from '../../harness/faults/close-mid-body.ts';
import contentLengthAndChunked from '../../harness/faults/content-length-and-chunked.ts';
import contentLengthConflicting from '../../harness/faults/content-length-conflicting.ts';
import contentLengthInvalid from '../../harness/faults/content-length-invalid.ts';
import lastChunkMissing from '../../harness/faults/last-chunk-missing.ts';
import resetMidBody from '../../harness/faults/reset-mid-body.ts';
import { Bench } from '../upstream/bench.ts';
import { RawPeer } from '../upstream/raw-peer.ts';
import { arm, fired, withoutDate } from './arm.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

const headOf = (length: number) => `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${length}\r\n\r\n`;
const CHUNKED = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n';

t.test('body-stalls: head and the first bytes, then nothing, and no end', async (t) => {
  const up = await arm(bench, bodyStalls);
  using peer = await RawPeer.asking(up.address);
  await up.seen('step', (event) => event.last);
  await peer.bytes(headOf(4096).length + 512);
  t.ok(await peer.silentFor(500));
  t.equal(peer.text, headOf(4096) + 'x'.repeat(512));
  await fired(t, bodyStalls, up);
});

t.test('close-mid-body: FIN behind the first bytes', async (t) => {
  const up = await arm(bench, closeMidBody, { after: '1KiB', length: '1MiB' });
  using peer = await RawPeer.asking(up.address);
  t.equal(await peer.ended, 'fin');
  t.equal(peer.text, headOf(1_048_576) + 'x'.repeat(1024));
  await fired(t, closeMidBody, up);
});

t.test('reset-mid-body: RST once the first bytes were delivered, none of them lost', async (t) => {
  for (let round = 1; round <= 20; round += 1) {
    const up = await arm(bench, resetMidBody);
    using peer = await RawPeer.asking(up.address, '/', 'id-7');
    const waiting = await up.seen('waiting');
    t.match(waiting, { what: 'delivery', id: 'id-7', bytes: 512 });
    await peer.bytes(headOf(4096).length + 512);
    await up.release(waiting.connection);
    t.equal(await peer.ended, 'rst');
    t.equal(peer.text, headOf(4096) + 'x'.repeat(512));
    t.match(await up.seen('step', (event) => event.step === 'await-delivery'), { note: 'delivered' });
    await fired(t, resetMidBody, up);
  }
});

t.test('reset-mid-body: RST after a bounded wait, where the bytes do not get through', async (t) => {
  const up = await arm(bench, resetMidBody);
  using peer = await RawPeer.asking(up.address);
  t.equal(await peer.ended, 'rst');
  t.match(await up.seen('step', (event) => event.step === 'await-delivery'), { note: 'bounded wait' });
  await fired(t, resetMidBody, up);
});

t.test('reset-mid-body has not fired where the peer left before the RST', async (t) => {
  const up = await arm(bench, resetMidBody);
  using peer = await RawPeer.asking(up.address);
  await up.seen('waiting');
  peer.fin();
  await up.seen('closed');
  t.ok(resetMidBody.fired({ observations: up.observations, probes: [] }));
});

t.test('content-length-invalid: a complete response whose length is no number, then FIN', async (t) => {
  for (const value of ['abc', '-1', '2, 3', '']) {
    const up = await arm(bench, contentLengthInvalid, value === 'abc' ? {} : { value });
    using peer = await RawPeer.asking(up.address, '/', 'id-1');
    t.equal(await peer.ended, 'fin');
    t.equal(
      withoutDate(peer.text),
      `HTTP/1.1 200 OK\r\nX-Gatecrash-Id: id-1\r\nConnection: close\r\nContent-Length: ${value}\r\n\r\nhello\n`,
    );
    await fired(t, contentLengthInvalid, up);
  }
});

t.test('content-length-conflicting: two lengths, complete by the larger one, then FIN', async (t) => {
  const up = await arm(bench, contentLengthConflicting);
  using peer = await RawPeer.asking(up.address);
  t.equal(await peer.ended, 'fin');
  t.equal(
    peer.text,
    'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nContent-Length: 12\r\n' +
      'Connection: close\r\n\r\nhello, world',
  );
  await fired(t, contentLengthConflicting, up);
});

t.test('content-length-and-chunked: a whole chunked body under a length that is wrong, then FIN', async (t) => {
  const up = await arm(bench, contentLengthAndChunked);
  using peer = await RawPeer.asking(up.address, '/', 'id-1');
  t.equal(await peer.ended, 'fin');
  t.equal(
    withoutDate(peer.text),
    'HTTP/1.1 200 OK\r\nX-Gatecrash-Id: id-1\r\nConnection: close\r\n' +
      'Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nhello\n\r\n0\r\n\r\n',
  );
  await fired(t, contentLengthAndChunked, up);
});

t.test('chunk-size-invalid: a good chunk, then a size that is none, then FIN', async (t) => {
  const up = await arm(bench, chunkSizeInvalid);
  using peer = await RawPeer.asking(up.address);
  t.equal(await peer.ended, 'fin');
  t.equal(peer.text, `${CHUNKED}5\r\nhello\r\nxyz\r\nworld\r\n`);
  await fired(t, chunkSizeInvalid, up);
});

t.test('last-chunk-missing: a good chunk, then FIN', async (t) => {
  const up = await arm(bench, lastChunkMissing);
  using peer = await RawPeer.asking(up.address);
  t.equal(await peer.ended, 'fin');
  t.equal(peer.text, `${CHUNKED}5\r\nhello\r\n`);
  await fired(t, lastChunkMissing, up);
});
