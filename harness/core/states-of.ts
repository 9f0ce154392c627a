import { allSteps, type Step, type UpstreamState, type Variant } from './scenario.ts';

/** Every state that a scenario ever puts an upstream into: the first one, then those that its steps set. */
export function statesOf(variant: Variant, upstream: string): UpstreamState[] {
  const first = variant.upstreams[upstream];
  const set = allSteps(variant.steps)
    .flatMap(setsOf)
    .map((states) => states[upstream]);
  return [first, ...set].filter((state) => state !== undefined);
}

/** What a step sets, without the steps within it. */
function setsOf(step: Step): Readonly<Record<string, UpstreamState>>[] {
  if (step.kind === 'load') return step.during.map(({ set }) => set);
  return step.kind === 'set' ? [step.set] : [];
}
