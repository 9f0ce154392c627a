import t from 'tap';
import type { Observation } from '../../harness/core/evidence.ts';
import { HEALTHY } from '../../harness/core/script.ts';
import processFrozen from '../../harness/faults/process-frozen.ts';
import processKilled from '../../harness/faults/process-killed.ts';
import { processesOf } from '../support/processes.ts';
import { Bench } from '../upstream/bench.ts';
import { get, RawPeer } from '../upstream/raw-peer.ts';

/** What a runtime adds to the observations when it has sent a signal. */
const signalled = (signal: string, state: 'dead' | 'stopped'): Observation => ({
  upstream: 'app',
  at: 0,
  kind: 'signal',
  signal,
  state,
});

/** An upstream in a process of its own, under the fault's script. */
async function ownProcess(when: string) {
  const effect = processKilled.effect(processKilled.params.parse({ when }));
  if (effect.place !== 'process') throw new Error(effect.place);
  const bench = await Bench.start();
  return { effect, bench, up: await bench.upstream(effect.script ?? HEALTHY) };
}

for (const [when, ending] of [
  ['request-read', 'fin'],
  ['request-unread', 'rst'],
] as const) {
  t.test(`process-killed, ${when}: the kernel ends the connection by ${ending}`, async (t) => {
    const { effect, bench, up } = await ownProcess(when);
    await using _ = bench;
    t.match(effect, { signal: 'SIGKILL', when: 'on-request' });
    using peer = await RawPeer.connect(up.address);
    t.ok(await peer.silentFor(250));
    t.same(await up.all('waiting'), [], 'no kill is asked for before the request');
    peer.send(get());
    t.match(await up.seen('waiting'), { what: 'controller', signal: 'SIGKILL' });
    process.kill(bench.process.pid, 'SIGKILL');
    t.equal(await peer.ended, ending);
    t.equal(peer.text, '');
    await bench.process.exited;
    t.same(processesOf(bench.process.pid), []);
    const observations = [...up.observations, signalled('SIGKILL', 'dead')];
    t.equal(processKilled.fired({ observations, probes: [] }), null);
    t.ok(processKilled.fired({ observations: up.observations, probes: [] }), 'waiting alone is no kill');
  });
}

t.test('process-killed, at-once: nothing listens any more', async (t) => {
  const { effect, bench, up } = await ownProcess('at-once');
  await using _ = bench;
  t.same(effect, { place: 'process', signal: 'SIGKILL', when: 'at-once' });
  using peer = await RawPeer.asking(up.address);
  await peer.contains('answered');
  process.kill(bench.process.pid, 'SIGKILL');
  t.equal(await peer.ended, 'fin', 'an idle connection gets a FIN');
  // A dying process closes its sockets one after another.
  await bench.process.exited;
  await t.rejects(RawPeer.connect(up.address), { code: 'ECONNREFUSED' });
});

t.test('process-frozen: connections are accepted by the kernel, and nobody answers', async (t) => {
  t.same(processFrozen.effect({}), { place: 'process', signal: 'SIGSTOP', when: 'at-once' });
  await using bench = await Bench.start();
  const up = await bench.upstream(HEALTHY);
  process.kill(bench.process.pid, 'SIGSTOP');
  using peer = await RawPeer.asking(up.address);
  t.ok(await peer.silentFor(500));
  t.equal(processFrozen.fired({ observations: [signalled('SIGSTOP', 'stopped')], probes: [] }), null);
  process.kill(bench.process.pid, 'SIGCONT');
  await peer.contains('answered');
});
