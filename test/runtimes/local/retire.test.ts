import t from 'tap';
import type { Case } from '../../../harness/core/case.ts';
import type { Gateway } from '../../../harness/core/gateway.ts';
import reference from '../../../harness/gateways/reference.ts';
import { plan } from '../../../harness/plan.ts';
import { openRuntime } from '../../../harness/run/open-runtime.ts';
import type { LocalRuntime } from '../../../harness/runtimes/local.ts';
import { loadWorkspace } from '../../../harness/scenario/load-workspace.ts';

// One worker, and the reference gateway with the answer to `launch` counted, so that it shows when one was started.

const { scenarios, faults } = await loadWorkspace({ paths: ['scenarios/answer/garbage.yaml'] });
const HOOKS = { signal: new AbortController().signal, progress() {} };

async function open(t: { teardown(action: () => unknown): void }) {
  const starts: number[] = [];
  const launch: Gateway['launch'] = (setup) => {
    starts.push(setup.slots.length);
    return reference.launch(setup);
  };
  const found = { gateway: { ...reference, launch }, program: process.execPath, version: '1', container: null };
  const runtime = await openRuntime([found], { requireSandbox: false, workers: 1 });
  t.teardown(async () => await runtime[Symbol.asyncDispose]());
  return { runtime, starts };
}

function planned({ capabilities }: LocalRuntime): Case {
  const gateway = {
    name: 'reference',
    version: '1',
    features: reference.features,
    runtime: 'local',
    capabilities,
  } as const;
  const byName = new Map(faults.map((fault) => [fault.name, fault]));
  const [item] = plan({ scenarios, faults: byName, gateways: [gateway], repeatEach: 1, isolate: false });
  return item as Case;
}

t.test('a gateway that is retired is stopped, and started anew when it is wanted again', async (t) => {
  const { runtime, starts } = await open(t);
  const item = planned(runtime);
  const [leader] = (await runtime.play(item, HOOKS)).gateway.pidsBefore;
  t.same((await runtime.play(item, HOOKS)).gateway.pidsBefore, [leader], 'until then cases share it');
  await runtime.retire('reference');
  t.notSame((await runtime.play(item, HOOKS)).gateway.pidsBefore, [leader]);
  t.equal(starts.length, 2);
});

t.test('an instance has as many slots as its cases say that they need', async (t) => {
  const { runtime, starts } = await open(t);
  const item = planned(runtime);
  const { settings } = item.variant;
  await runtime.play({ ...item, room: [{ settings, names: item.names, slots: 2 }] }, HOOKS);
  await runtime.play(item, HOOKS);
  t.same(starts, [2, 64], 'and a number that is worth a start where they do not say');
});
