import t from 'tap';
import headerTooLarge from '../../harness/faults/header-too-large.ts';
import headersCut from '../../harness/faults/headers-cut.ts';
import nulInHeader from '../../harness/faults/nul-in-header.ts';
import statusLineCut from '../../harness/faults/status-line-cut.ts';
import { Bench } from '../upstream/bench.ts';
import { RawPeer } from '../upstream/raw-peer.ts';
import { arm, fired, withoutDate } from './arm.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

t.test('status-line-cut: FIN inside the status line', async (t) => {
  const up = await arm(bench, statusLineCut);
  using peer = await RawPeer.asking(up.address);
  t.equal(await peer.ended, 'fin');
  t.equal(peer.text, 'HTTP/1.1 20');
  await fired(t, statusLineCut, up);
});

t.test('headers-cut: FIN inside a header line', async (t) => {
  const up = await arm(bench, headersCut);
  using peer = await RawPeer.asking(up.address);
  t.equal(await peer.ended, 'fin');
  t.equal(peer.text, 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Le');
  await fired(t, headersCut, up);
});

t.test('nul-in-header: a complete response with a NUL in a field value, then FIN', async (t) => {
  const up = await arm(bench, nulInHeader);
  using peer = await RawPeer.asking(up.address, '/', 'id-1');
  t.equal(await peer.ended, 'fin');
  t.equal(
    withoutDate(peer.text),
    'HTTP/1.1 200 OK\r\nContent-Length: 6\r\nX-Gatecrash-Id: id-1\r\nConnection: close\r\n' +
      'X-Note: be\0fore\r\n\r\nhello\n',
  );
  await fired(t, nulInHeader, up);
});

t.test('header-too-large: a complete response with one line of that size, then FIN', async (t) => {
  for (const [params, size] of [
    [{}, 1_048_576],
    [{ size: '64KiB' }, 65_536],
  ] as const) {
    const up = await arm(bench, headerTooLarge, params);
    using peer = await RawPeer.asking(up.address);
    t.equal(await peer.ended, 'fin');
    const lines = peer.text.split('\r\n');
    t.same(
      lines.filter((line) => !line.startsWith('X-Large: ')),
      ['HTTP/1.1 200 OK', 'Content-Type: text/plain', 'Content-Length: 6', 'Connection: close', '', 'hello\n'],
    );
    t.equal(lines.find((line) => line.startsWith('X-Large: '))?.length, size);
    await fired(t, headerTooLarge, up);
  }
});

t.test('header-too-large has fired, too, where the peer has had enough of the line', async (t) => {
  const up = await arm(bench, headerTooLarge, { size: '32MiB' });
  using peer = await RawPeer.asking(up.address);
  await peer.bytes(16_384);
  peer.rst();
  await up.seen('closed');
  await fired(t, headerTooLarge, up);
});

t.test('header-too-large has not fired where the peer left before the answer', async (t) => {
  const up = await arm(bench, headerTooLarge);
  using peer = await RawPeer.connect(up.address);
  peer.rst();
  await up.seen('closed');
  t.ok(headerTooLarge.fired({ observations: up.observations, probes: [] }));
});
