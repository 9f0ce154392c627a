import t, { type Test } from 'tap';
import type { Observation } from '../../harness/core/evidence.ts';
import type { Address } from '../../harness/core/gateway.ts';
import { HEALTHY } from '../../harness/core/script.ts';
import processTerminated from '../../harness/faults/process-terminated.ts';
import type { OwnUpstream } from '../../harness/runtimes/worker/ground.ts';
import type { PlaceContext } from '../../harness/runtimes/worker/place.ts';
import { armProcess } from '../../harness/runtimes/worker/places/process.ts';
import { awaitState, STATE_AFTER } from '../../harness/runtimes/worker/process-state.ts';
import { UpstreamHandle } from '../../harness/runtimes/worker/upstream-handle.ts';
import { startUpstream } from '../../harness/upstream/upstream-process.ts';
import { Bench } from '../upstream/bench.ts';
import { RawPeer } from '../upstream/raw-peer.ts';

const skip = process.platform === 'linux' ? false : 'the state of a process is read in /proc on Linux only';

/** One replica, in processes of its own, one after another. */
interface Replica {
  readonly address: Address;
  readonly handle: UpstreamHandle;
  readonly pids: number[];
}

async function replica(t: Test, name: string): Promise<Replica> {
  // An address that is free: a bench that is gone had it.
  const bench = await Bench.start();
  const { address } = await bench.upstream(HEALTHY);
  await bench.process.stop();
  const pids: number[] = [];
  const start = async (): Promise<OwnUpstream> => {
    const { pid, control, stop } = await startUpstream();
    pids.push(pid);
    const signal: OwnUpstream['signal'] = async (signalled) => {
      process.kill(pid, signalled);
      return await awaitState(pid, STATE_AFTER[signalled]);
    };
    return { control, signal, stop, exhaust: async () => 'running' };
  };
  const handle = await UpstreamHandle.own({ key: name, address, authority: null, names: [] }, start);
  t.teardown(async () => await handle.end());
  await handle.follow(HEALTHY);
  return { address, handle, pids };
}

async function isAnswered({ address }: Replica): Promise<boolean> {
  using peer = await RawPeer.asking(address);
  await peer.contains('answered GET /report\n');
  return peer.text.startsWith('HTTP/1.1 200 ');
}

t.test('a rolling restart: one at a time is away, and each comes back as another process', { skip }, async (t) => {
  const replicas = await Promise.all(['app', 'app-2', 'app-3'].map((name) => replica(t, name)));
  const effect = processTerminated.effect(processTerminated.params.parse({ drain: true }));
  if (effect.place !== 'process') throw new Error(effect.place);
  for (const one of replicas) {
    const { handle, address, pids } = one;
    const dead = Promise.withResolvers<Observation>();
    const context = { handle, address, observe: dead.resolve };
    const armed = await armProcess(context as unknown as PlaceContext, effect);
    using last = await RawPeer.asking(address);
    await last.contains('answered GET /report\n');
    t.equal(await last.ended, 'fin', 'what it has begun is finished');
    t.match(await dead.promise, { kind: 'signal', signal: 'SIGTERM', state: 'dead' });
    await t.rejects(RawPeer.connect(address), { code: 'ECONNREFUSED' });
    for (const other of replicas) if (other !== one) t.ok(await isAnswered(other), 'the others are there');
    await armed.disarm();
    await handle.follow(HEALTHY);
    t.ok(await isAnswered(one), 'and so is it again');
    t.equal(new Set(pids).size, 2);
  }
});
