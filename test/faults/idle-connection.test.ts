import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import t from 'tap';
import closeRacesReuse from '../../harness/faults/close-races-reuse.ts';
import halfCloseWhileIdle from '../../harness/faults/half-close-while-idle.ts';
import neverCloses from '../../harness/faults/never-closes.ts';
import resetWhileIdle from '../../harness/faults/reset-while-idle.ts';
import { Bench } from '../upstream/bench.ts';
import { get, RawPeer } from '../upstream/raw-peer.ts';
import { arm, fired } from './arm.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

/** A connection on which one request was answered, and that was not said to end. */
async function pooled(address: RawPeerAddress): Promise<RawPeer> {
  const peer = await RawPeer.asking(address);
  await peer.contains('answered');
  return peer;
}
type RawPeerAddress = Parameters<typeof RawPeer.connect>[0];

/** Resolves once the kernel has dropped our own end: a FIN alone would leave it in CLOSE_WAIT. */
async function forgotten(port: number): Promise<void> {
  const hex = port.toString(16).padStart(4, '0').toUpperCase();
  while (new RegExp(`^ *\\d+: [0-9A-F]+:${hex} `, 'm').test(readFileSync('/proc/net/tcp', 'latin1'))) await wait(5);
}

t.test('reset-while-idle: a whole answer, a while of nothing, then RST', async (t) => {
  const up = await arm(bench, resetWhileIdle, { after: '500ms' });
  using peer = await pooled(up.address);
  t.notMatch(peer.text, /^connection: *close/im, 'nobody said so');
  t.ok(await peer.silentFor(250));
  t.equal(await peer.ended, 'rst');
  await fired(t, resetWhileIdle, up);
});

t.test('close-races-reuse: the second request meets a FIN and then an RST, unanswered', async (t) => {
  const up = await arm(bench, closeRacesReuse);
  using peer = await pooled(up.address);
  t.ok(await peer.silentFor(250), 'it stays open while nobody asks');
  const before = peer.text;
  peer.send(get('/again'));
  t.equal(await peer.ended, 'fin');
  await forgotten(peer.port);
  t.equal(peer.text, before);
  await fired(t, closeRacesReuse, up);
});

t.test('half-close-while-idle: FIN, and what is sent all the same is read, with no RST and no answer', async (t) => {
  const up = await arm(bench, halfCloseWhileIdle);
  using peer = await pooled(up.address);
  t.equal(await peer.ended, 'fin');
  const before = peer.text;
  peer.send(get('/again'));
  await up.seen('request', (event) => event.target === '/again');
  t.ok(await peer.silentFor(250));
  t.equal(peer.text, before);
  t.same(await up.all('closed'), []);
  await fired(t, halfCloseWhileIdle, up);
});

t.test('never-closes: it answers, and our FIN stays alone', async (t) => {
  const up = await arm(bench, neverCloses);
  using peer = await pooled(up.address);
  peer.send(get('/again', 'q2', 'Connection: close'));
  await up.seen('step', (event) => event.step === 'answer' && up.of('request').length === 2);
  t.not(neverCloses.fired({ observations: up.observations, probes: [] }), null, 'nothing was left open yet');
  peer.fin();
  await up.seen('left-open');
  t.ok(await peer.silentFor(500), 'no FIN, no RST');
  t.same(await up.all('closed'), []);
  await fired(t, neverCloses, up);
});
