import t from 'tap';
import { Bench, once } from './bench.ts';
import { RawPeer } from './raw-peer.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

const REQUEST = { do: 'read', what: 'request' } as const;
const text = (value: string) => ({ do: 'send', bytes: { text: value } }) as const;

t.test('a signal is told at once, and a script that awaits one goes on when it is released', async (t) => {
  const awaits = { do: 'await', signal: 'go', within: 60_000 } as const;
  const up = await bench.upstream(once(REQUEST, { do: 'signal', signal: 'here' }, awaits, text('on')));
  using peer = await RawPeer.asking(up.address, '/c', 'id-2');
  t.match(await up.seen('signalled'), { connection: 1, signal: 'here' });
  t.match(await up.seen('waiting'), { what: 'signal', id: 'id-2', signal: 'go', connection: 1 });
  t.ok(await peer.silentFor(250));
  await up.release(1);
  await peer.contains('on');
  t.match(await up.seen('step', (event) => event.step === 'await'), { note: 'signalled' });
});

t.test('an await goes on by itself after its time, and says so', async (t) => {
  const up = await bench.upstream(once({ do: 'await', signal: 'go', within: 300 }, text('late')));
  using peer = await RawPeer.connect(up.address);
  await peer.contains('late');
  t.match(await up.seen('step', (event) => event.step === 'await'), { note: 'nobody signalled' });
});
