import { readFileSync } from 'node:fs';
import t from 'tap';
import cpuHog from '../../harness/faults/cpu-hog.ts';
import eventLoopBlocked from '../../harness/faults/event-loop-blocked.ts';
import { Bench } from '../upstream/bench.ts';
import { get, RawPeer } from '../upstream/raw-peer.ts';
import { arm } from './arm.ts';

/** Hundredths of a second of processor time that a process has had (proc(5), utime and stime). */
function processorTime(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

const skip = process.platform === 'linux' ? false : 'processor time is read in /proc on Linux only';

for (const [fault, busy] of [
  [eventLoopBlocked, false],
  [cpuHog, true],
] as const) {
  const how = busy ? 'the processor is busy' : 'the processor is idle';
  t.test(`${fault.name}: nobody is answered until the time is over, and ${how}`, { skip }, async (t) => {
    const bench = await Bench.start();
    t.teardown(() => bench.process.stop());
    const up = await arm(bench, fault, { time: '3s' });
    const other = await bench.upstream({
      connections: [],
      rest: { steps: [{ do: 'read', what: 'request' }, { do: 'answer' }], loop: true },
    });
    using second = await RawPeer.connect(up.address);
    using neighbour = await RawPeer.connect(other.address);
    using peer = await RawPeer.asking(up.address, '/1');
    await up.seen('request');
    // The request is told of a moment before the thread stands still: from then on the neighbour is not answered.
    do neighbour.send(get('/3'));
    while (!(await neighbour.silentFor(250)));
    second.send(get('/2'));
    const before = processorTime(bench.process.pid);
    t.same(await Promise.all([peer, second, neighbour].map((one) => one.silentFor(1000))), [true, true, true]);
    const spent = processorTime(bench.process.pid) - before;
    t.equal(spent > 30, busy, `${spent * 10} ms of processor time in one second`);
    await peer.contains('answered GET /1\n');
    await second.contains('answered GET /2\n');
    await up.all('step');
    t.equal(fault.fired({ observations: up.observations, probes: [] }), null);
  });
}
