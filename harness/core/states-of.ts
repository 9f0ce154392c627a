import type { Step, UpstreamState, Variant } from './scenario.ts';

/** Every state that a scenario ever puts an upstream into: the first one, then those of its `set` steps. */
export function statesOf(variant: Variant, upstream: string): UpstreamState[] {
  const first = variant.upstreams[upstream];
  return [...(first ? [first] : []), ...variant.steps.flatMap((step) => statesSet(step, upstream))];
}

function statesSet(step: Step, upstream: string): UpstreamState[] {
  if (step.kind === 'parallel') return step.branches.flatMap((branch) => statesSet(branch, upstream));
  const state = step.kind === 'set' ? step.set[upstream] : undefined;
  return state ? [state] : [];
}
