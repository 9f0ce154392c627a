import t, { type Test } from 'tap';
import type { Fault } from '../../harness/core/fault.ts';
import { HEALTHY } from '../../harness/core/script.ts';
import descriptorsExhausted from '../../harness/faults/descriptors-exhausted.ts';
import workersDead from '../../harness/faults/workers-dead.ts';
import { ask } from '../../harness/network/unanswered.ts';
import { Bench, type BenchUpstream } from '../upstream/bench.ts';
import { get, RawPeer } from '../upstream/raw-peer.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

/** Puts the fault on an upstream that listens. */
async function strike<Params>(upstream: BenchUpstream, fault: Fault<Params>): Promise<void> {
  const effect = fault.effect(fault.params.parse({}));
  if (effect.place !== 'listener' || effect.state !== 'unaccepted') throw new Error(`${fault.name}: ${effect.place}`);
  await upstream.play(HEALTHY, { unaccepted: effect.connections });
}

/** Asserts that a new connection is made, asks, and is never accepted; and that the fault says that it fired. */
async function neverAccepted<Params>(t: Test, upstream: BenchUpstream, fault: Fault<Params>): Promise<RawPeer> {
  const before = (await upstream.all('connection')).length;
  const probe = await ask(upstream.address);
  const peer = await RawPeer.asking(upstream.address);
  t.ok(await peer.silentFor(600), 'the kernel takes the request, and nobody answers');
  t.equal((await upstream.all('connection')).length, before, 'nobody accepted it');
  t.equal(fault.fired({ observations: [], probes: [probe.end()] }), null, 'and it says that it fired');
  return peer;
}

t.test('descriptors-exhausted: old connections are served, new ones never, until it is over', async (t) => {
  const up = await bench.upstream(HEALTHY);
  using old = await RawPeer.asking(up.address, '/1');
  await old.contains('answered GET /1\n');
  await strike(up, descriptorsExhausted);
  old.send(get('/2'));
  await old.contains('answered GET /2\n');
  using fresh = await neverAccepted(t, up, descriptorsExhausted);
  old.send(get('/3'));
  await old.contains('answered GET /3\n');
  await up.play(HEALTHY);
  t.equal(await fresh.ended, 'rst', 'the kernel resets what waited for a listener that is gone');
  using after = await RawPeer.asking(up.address, '/4');
  await after.contains('answered GET /4\n');
});

t.test('workers-dead: old connections end, and new ones are never accepted', async (t) => {
  const up = await bench.upstream(HEALTHY);
  using old = await RawPeer.asking(up.address, '/1');
  await old.contains('answered GET /1\n');
  await strike(up, workersDead);
  t.equal(await old.ended, 'fin', 'whose worker is dead ends');
  using fresh = await neverAccepted(t, up, workersDead);
  await up.play(HEALTHY);
  t.equal(await fresh.ended, 'rst');
  using after = await RawPeer.asking(up.address, '/2');
  await after.contains('answered GET /2\n');
});
