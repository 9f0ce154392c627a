import t from 'tap';
import { chance } from '../../harness/core/chance.ts';
import type { Fault } from '../../harness/core/fault.ts';
import fails from '../../harness/faults/fails.ts';
import { Bench, type BenchUpstream } from '../upstream/bench.ts';
import { RawPeer } from '../upstream/raw-peer.ts';
import { arm, fired } from './arm.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

function named(name: string): Fault {
  const fault = (fails as readonly unknown[] as readonly Fault[]).find((one) => one.name === name);
  if (!fault) throw new Error(`no fault ${name}`);
  return fault;
}

/** What a request on a connection of its own meets: a status, `fin` or `rst`. */
async function meets(up: BenchUpstream, target = '/'): Promise<string> {
  using peer = await RawPeer.asking(up.address, target);
  const ending = await Promise.race([
    peer.ended,
    peer.contains('\r\n\r\n').then(
      () => 'head',
      () => 'end',
    ),
  ]);
  if (ending === 'head') return peer.text.slice(9, 12);
  return await peer.ended;
}

async function meetAll(up: BenchUpstream, targets: readonly string[]): Promise<string> {
  const met: string[] = [];
  for (const target of targets) met.push(await meets(up, target));
  return met.join(' ');
}

t.test('fails-first: so many fail, then all is well', async (t) => {
  const fault = named('fails-first');
  const up = await arm(bench, fault);
  t.equal(await meetAll(up, ['/', '/', '/', '/']), 'rst rst 200 200');
  await fired(t, fault, up);
  t.equal(await meetAll(await arm(bench, fault, { requests: 1, how: 'close' }), ['/', '/']), 'fin 200');
  t.equal(await meetAll(await arm(bench, fault, { requests: 1, how: 503 }), ['/', '/']), '503 200');
});

t.test('fails-at-random: by chance, and the same chance each time', async (t) => {
  const fault = named('fails-at-random');
  const params = { probability: 0.3, seed: 7 };
  const expected = Array.from({ length: 20 }, (_, index) => (chance(7, index + 1) < 0.3 ? 'rst' : '200')).join(' ');
  t.match(expected, /rst/);
  for (let run = 1; run <= 2; run += 1) {
    const up = await arm(bench, fault, params);
    t.equal(await meetAll(up, Array(20).fill('/')), expected);
    await fired(t, fault, up);
  }
});

t.test('fails-on-path: there, and nowhere else', async (t) => {
  const fault = named('fails-on-path');
  const up = await arm(bench, fault, { path: '/api/*' });
  t.equal(await meetAll(up, ['/', '/api/orders?all', '/apis', '/api/']), '200 rst 200 rst');
  await fired(t, fault, up);
});

t.test('fails-but-for-health: the check is content, and nobody else', async (t) => {
  const fault = named('fails-but-for-health');
  const up = await arm(bench, fault);
  t.equal(await meets(up, '/health'), '200');
  t.not(fault.fired({ observations: up.observations, probes: [] }), null, 'a good check is no fault');
  t.equal(await meetAll(up, ['/', '/health', '/orders']), 'rst 200 rst');
  await fired(t, fault, up);
});

t.test('fails-in-health-alone: the check fails, and nothing else', async (t) => {
  const fault = named('fails-in-health-alone');
  const up = await arm(bench, fault);
  t.equal(await meets(up, '/'), '200');
  t.not(fault.fired({ observations: up.observations, probes: [] }), null, 'good traffic is no fault');
  t.equal(await meetAll(up, ['/health', '/orders', '/health']), '503 200 503');
  await fired(t, fault, up);
});
