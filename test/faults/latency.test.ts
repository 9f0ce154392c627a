import t from 'tap';
import latency from '../../harness/faults/latency.ts';
import { Bench } from '../upstream/bench.ts';
import { get, RawPeer } from '../upstream/raw-peer.ts';
import { arm } from './arm.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

const named = (name: string) => {
  const fault = latency.find((one) => one.name === name);
  if (!fault) throw new Error(name);
  return fault;
};

/** Milliseconds until the healthy answer to one more request is there. */
async function answerTime(peer: RawPeer, target: string): Promise<number> {
  const from = performance.now();
  peer.send(get(target));
  await peer.contains(`answered GET ${target}\n`);
  return performance.now() - from;
}

t.test('latency-fixed: not an octet comes before the delay is over, and then a healthy answer', async (t) => {
  const fault = named('latency-fixed');
  const up = await arm(bench, fault, { delay: '600ms' });
  using peer = await RawPeer.asking(up.address, '/1');
  t.ok(await peer.silentFor(500));
  await peer.contains('answered GET /1\n');
  t.ok((await answerTime(peer, '/2')) > 550, 'and so with each on the same connection');
  t.equal(fault.fired({ observations: up.observations, probes: [] }), null);
});

t.test('latency-fixed has fired where the peer left in the middle of the delay', async (t) => {
  const fault = named('latency-fixed');
  const up = await arm(bench, fault, { delay: '60s' });
  const peer = await RawPeer.asking(up.address);
  await up.seen('waiting');
  peer.fin();
  t.equal(await peer.ended, 'fin');
  t.equal(peer.text, '');
  t.equal(fault.fired({ observations: up.observations, probes: [] }), null);
});

t.test('latency-jitter: each answer has a delay of its own, the same ones for the same seed', async (t) => {
  const fault = named('latency-jitter');
  const delays = (seed: number) => {
    const effect = fault.effect(fault.params.parse({ seed }));
    const list = (effect.place === 'script' && effect.script.requests?.list) || [];
    return list.flatMap(({ steps }) => steps.flatMap((step) => (step.do === 'stall' ? [step.ms] : [])));
  };
  t.same(delays(7), delays(7));
  t.notSame(delays(7), delays(8));
  t.ok(delays(7).every((ms) => ms >= 50 && ms <= 350));
  t.ok(Math.min(...delays(7)) < 60 && Math.max(...delays(7)) > 340, 'from end to end');
  const up = await arm(bench, fault, { delay: '600ms', jitter: '600ms', seed: 1 });
  using peer = await RawPeer.connect(up.address);
  const times: number[] = [];
  for (const target of ['/1', '/2', '/3', '/4', '/5', '/6']) times.push(await answerTime(peer, target));
  t.ok(Math.max(...times) - Math.min(...times) > 250, times.map(Math.round).join(', '));
});
