import type { UpstreamState, Variant } from './scenario.ts';
import type { UpstreamStep } from './script.ts';
import { statesOf } from './states-of.ts';

/** The signals that the upstreams' scripts give, in any state that the scenario puts them into. */
export function signalsOfUpstreams(variant: Variant): string[] {
  const steps = Object.keys(variant.upstreams)
    .flatMap((upstream) => statesOf(variant, upstream))
    .flatMap(stepsOf);
  return [...new Set(steps.flatMap((step) => (step.do === 'signal' ? [step.signal] : [])))];
}

function stepsOf({ effect }: UpstreamState): UpstreamStep[] {
  if (effect.place !== 'script') return [];
  const { connections, rest, requests } = effect.script;
  const choices = requests?.choices?.map(({ script }) => script) ?? [];
  const scripts = [...connections, rest, ...(requests?.list ?? []), requests?.rest, ...choices];
  return scripts.flatMap((script) => script?.steps ?? []);
}
