import { setTimeout as wait } from 'node:timers/promises';
import t from 'tap';
import type { Observation } from '../../harness/core/evidence.ts';
import type { Fault } from '../../harness/core/fault.ts';
import type { Address } from '../../harness/core/gateway.ts';
import { HEALTHY } from '../../harness/core/script.ts';
import crashLoop from '../../harness/faults/crash-loop.ts';
import processAborted from '../../harness/faults/process-aborted.ts';
import processTerminated from '../../harness/faults/process-terminated.ts';
import type { OwnUpstream } from '../../harness/runtimes/worker/ground.ts';
import type { PlaceContext } from '../../harness/runtimes/worker/place.ts';
import { armProcess } from '../../harness/runtimes/worker/places/process.ts';
import { awaitState, STATE_AFTER } from '../../harness/runtimes/worker/process-state.ts';
import { UpstreamHandle } from '../../harness/runtimes/worker/upstream-handle.ts';
import { startUpstream } from '../../harness/upstream/upstream-process.ts';
import { Bench } from '../upstream/bench.ts';
import { get, RawPeer } from '../upstream/raw-peer.ts';

const skip = process.platform === 'linux' ? false : 'the state of a process is read in /proc on Linux only';

async function ownProcess<Params>(fault: Fault<Params>, params: object) {
  const effect = fault.effect(fault.params.parse(params));
  if (effect.place !== 'process') throw new Error(effect.place);
  const bench = await Bench.start();
  return { effect, bench, up: await bench.upstream(effect.script ?? HEALTHY) };
}

for (const [fault, signal] of [
  [processTerminated, 'SIGTERM'],
  [processAborted, 'SIGABRT'],
] as const) {
  t.test(`${fault.name}: the request in hand ends in a FIN without an octet, then nobody listens`, async (t) => {
    const { effect, bench, up } = await ownProcess<never>(fault as Fault<never>, {});
    await using _ = bench;
    t.equal(effect.signal, signal);
    using peer = await RawPeer.asking(up.address);
    t.match(await up.seen('waiting'), { what: 'controller', signal });
    process.kill(bench.process.pid, signal);
    t.equal(await peer.ended, 'fin');
    t.equal(peer.text, '');
    await bench.process.exited;
    await t.rejects(RawPeer.connect(up.address), { code: 'ECONNREFUSED' });
  });
}

t.test(
  'process-terminated, drain: what was begun is answered, what is idle ends, what is new is refused',
  async (t) => {
    const { bench, up } = await ownProcess(processTerminated, { drain: true });
    await using _ = bench;
    using peer = await RawPeer.asking(up.address);
    await up.seen('waiting', (event) => event.what === 'controller');
    process.kill(bench.process.pid, 'SIGTERM');
    await up.seen('waiting', (event) => event.what === 'time');
    await t.rejects(RawPeer.connect(up.address), { code: 'ECONNREFUSED' }, 'while it still works');
    await peer.contains('answered GET /report\n');
    t.match(peer.text, /^Connection: close\r$/m);
    t.equal(await peer.ended, 'fin');
    await bench.process.exited;
  },
);

/** A real upstream program that the place may strike, as the local runtime starts it. */
async function startOwn(): Promise<OwnUpstream> {
  const { pid, control, stop } = await startUpstream();
  const signal: OwnUpstream['signal'] = async (name) => {
    if (name === 'SIGKILL') await stop();
    else process.kill(pid, name);
    return await awaitState(pid, STATE_AFTER[name]);
  };
  return { control, signal, stop, exhaust: async () => 'running' };
}

t.test('crash-loop: it dies of each request, refuses, comes back, and dies again', { skip }, async (t) => {
  const bench = await Bench.start();
  const { address } = await bench.upstream(HEALTHY);
  await bench.process.stop();
  const handle = await UpstreamHandle.own({ key: 'app', address, authority: null, names: [] }, startOwn);
  t.teardown(async () => await handle.end());
  const observations: Observation[] = [];
  const context = { handle, address, observe: (event: Observation) => observations.push(event) };
  const effect = crashLoop.effect(crashLoop.params.parse({ back: '1s' }));
  if (effect.place !== 'process') throw new Error(effect.place);
  const armed = await armProcess(context as unknown as PlaceContext, effect);
  for (let death = 1; death <= 2; death += 1) {
    using peer = await untilItListens(address);
    peer.send(get());
    t.equal(await peer.ended, 'fin', `death ${death}`);
    t.equal(peer.text, '');
    // A dying process closes its sockets one after another.
    while (observations.length < death) await wait(5);
    await t.rejects(RawPeer.connect(address), { code: 'ECONNREFUSED' });
  }
  t.equal(crashLoop.fired({ observations, probes: [] }), null);
  await armed.disarm();
  await handle.follow(HEALTHY);
  using peer = await RawPeer.asking(address);
  await peer.contains('answered');
});

/** Nobody tells when a program that was started again listens. */
async function untilItListens(address: Address): Promise<RawPeer> {
  for (;;) {
    const peer = await RawPeer.connect(address).catch(() => null);
    if (peer) return peer;
    await wait(20);
  }
}
