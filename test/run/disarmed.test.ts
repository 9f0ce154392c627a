import t from 'tap';
import type { Case } from '../../harness/core/case.ts';
import type { UpstreamState } from '../../harness/core/scenario.ts';
import { HEALTHY } from '../../harness/core/script.ts';
import { judge } from '../../harness/judge.ts';
import { plan } from '../../harness/plan.ts';
import { openRuntime } from '../../harness/run/open-runtime.ts';
import { selectGateways } from '../../harness/run/select-gateways.ts';
import { loadWorkspace } from '../../harness/scenario/load-workspace.ts';

// A fault that is announced and does not happen must never look like a gateway that passed.

const workspace = await loadWorkspace();
const { found } = await selectGateways(workspace.gateways, {
  names: ['reference'],
  requireAll: true,
  runtime: 'local',
  images: { set: 'official' },
});
const runtime = await openRuntime(found, { requireSandbox: false, workers: 1 });
t.teardown(async () => await runtime[Symbol.asyncDispose]());

const cases = plan({
  scenarios: workspace.scenarios,
  gateways: found.map(({ gateway, version }) => ({
    name: gateway.name,
    version,
    features: gateway.features,
    runtime: 'local',
    capabilities: runtime.capabilities,
  })),
  faults: new Map(workspace.faults.map((fault) => [fault.name, fault])),
  repeatEach: 1,
  isolate: false,
});

/** The same state by name, with nothing behind it. */
function disarmed(state: UpstreamState): UpstreamState {
  return state.fault === null ? state : { ...state, effect: { place: 'script', script: HEALTHY } };
}

function withDisarmedFaults(item: Case): Case {
  const entries = Object.entries(item.variant.upstreams).map(([name, state]) => [name, disarmed(state)] as const);
  return { ...item, variant: { ...item.variant, upstreams: Object.fromEntries(entries) } };
}

const withFault = cases.filter((item) => Object.values(item.variant.upstreams).some((state) => state.fault !== null));

t.test('every fault has a scenario', (t) => {
  const used = new Set(cases.flatMap((item) => Object.values(item.variant.upstreams).map((state) => state.fault)));
  const set = new Set(
    cases.flatMap((item) =>
      item.variant.steps.flatMap((step) =>
        step.kind === 'set' ? Object.values(step.set).map((state) => state.fault) : [],
      ),
    ),
  );
  t.same(
    workspace.faults.map((fault) => fault.name).filter((name) => !used.has(name) && !set.has(name)),
    [],
  );
  t.end();
});

for (const item of withFault) {
  const skip = item.skip ?? false;
  t.test(`${item.scenario.id} is broken when its fault is disarmed`, { skip }, async (t) => {
    const evidence = await runtime.play(withDisarmedFaults(item), {
      signal: new AbortController().signal,
      progress() {},
    });
    const verdict = judge(item, evidence, { ...workspace, deviations: [], profile: 'strict' });
    t.equal(verdict.result, 'broken');
    t.match(
      verdict.reason,
      new RegExp(
        Object.values(item.variant.upstreams)
          .map((state) => state.fault)
          .filter(Boolean)
          .join('|'),
      ),
    );
  });
}
