import type { Case } from '../../harness/core/case.ts';
import type { Step, UpstreamState } from '../../harness/core/scenario.ts';
import { HEALTHY } from '../../harness/core/script.ts';

type States = Readonly<Record<string, UpstreamState>>;

/** A case in which a fault is announced by its name and nothing happens: its upstream is healthy. Null: as it is. */
export function disarm(item: Case, fault: string | null): Case {
  if (fault === null) return item;
  const { variant } = item;
  const steps = variant.steps.map((step) => disarmStep(step, fault));
  return { ...item, variant: { ...variant, upstreams: disarmStates(variant.upstreams, fault), steps } };
}

function disarmStep(step: Step, fault: string): Step {
  if (step.kind === 'set') return { ...step, set: disarmStates(step.set, fault) };
  if (step.kind === 'parallel') return { ...step, branches: step.branches.map((branch) => disarmStep(branch, fault)) };
  if (step.kind === 'repeat') return { ...step, steps: step.steps.map((inner) => disarmStep(inner, fault)) };
  if (step.kind === 'load') {
    return { ...step, during: step.during.map((change) => ({ ...change, set: disarmStates(change.set, fault) })) };
  }
  return step;
}

function disarmStates(states: States, fault: string): States {
  const healthy = (state: UpstreamState): UpstreamState =>
    state.fault === fault ? { ...state, effect: { place: 'script', script: HEALTHY } } : state;
  return Object.fromEntries(Object.entries(states).map(([name, state]) => [name, healthy(state)]));
}
