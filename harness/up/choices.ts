import type { UpstreamState, Variant } from '../core/scenario.ts';
import { statesOf } from '../core/states-of.ts';
import { HEALTHY_STATE } from '../play/states.ts';

/** A key and the state that it puts an upstream into. */
export interface Choice {
  readonly key: string;
  readonly upstream: string;
  readonly state: UpstreamState;
}

/** Without q and s, which are taken. */
const KEYS = '123456789abcdefghijklmnoprtuvwxyz';

/** Every state that the scenario knows, and healthy, for each of its upstreams; equal ones once. */
export function choicesOf(variant: Variant): Choice[] {
  const choices = Object.keys(variant.upstreams).flatMap((upstream) => {
    const states = [HEALTHY_STATE, ...statesOf(variant, upstream)];
    const labels = [...new Set(states.map((state) => state.label))];
    return labels.map((label) => ({ upstream, state: states.find((state) => state.label === label) ?? HEALTHY_STATE }));
  });
  return choices.slice(0, KEYS.length).map((choice, index) => ({ key: KEYS[index] ?? '', ...choice }));
}
