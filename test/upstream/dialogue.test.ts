import t from 'tap';
import { Bench, once } from './bench.ts';
import { RawPeer } from './raw-peer.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

const text = (value: string) => ({ do: 'send', bytes: { text: value } }) as const;
const until = (value: string) => ({ do: 'read-until', text: value }) as const;
const SWITCH =
  'GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

t.test('a plain TCP dialogue: the script waits for octets, wherever a write ends', async (t) => {
  const up = await bench.upstream(
    once(text('220 ready\r\n'), until('\r\n'), text('250 ok\r\n'), until('QUIT'), { do: 'close' }),
  );
  using peer = await RawPeer.connect(up.address);
  await peer.contains('220 ready');
  peer.send('EHLO');
  t.ok(await peer.silentFor(250));
  peer.send('\r');
  peer.send('\nQUIT');
  await peer.contains('250 ok');
  t.equal(await peer.ended, 'fin');
});

t.test('what was read is gone', async (t) => {
  const up = await bench.upstream(once(until('a'), text('one'), until('a'), text('two')));
  using peer = await RawPeer.connect(up.address);
  peer.send('a');
  await peer.contains('one');
  t.ok(await peer.silentFor(250));
  peer.send('xa');
  await peer.contains('two');
});

t.test('what comes through a tunnel is no request', async (t) => {
  const up = await bench.upstream(
    once({ do: 'read', what: 'request' }, { do: 'accept-websocket' }, until('\r\n\r\n'), { do: 'close' }),
  );
  using peer = await RawPeer.connect(up.address);
  peer.send(SWITCH);
  await peer.contains('\r\n\r\n');
  peer.send('GET /within HTTP/1.1\r\n\r\n');
  t.equal(await peer.ended, 'fin');
  t.strictSame(
    (await up.all('request')).map(({ target }) => target),
    ['/chat'],
  );
});
