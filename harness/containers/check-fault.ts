import type { Effect, EffectPlace } from '../core/effect.ts';
import { type FaultParams, faultNamed } from '../core/fault-named.ts';
import { ProblemError } from '../core/problem.ts';

/** What a container can break, and why not the rest. */
export interface Reach {
  readonly places: readonly EffectPlace[];
  readonly elsewhere: (place: EffectPlace) => string;
}

/** A fault that was checked. */
export interface CheckedFault {
  /** As the control interfaces take it. */
  readonly request: { readonly fault: string } & FaultParams;
  readonly effect: Effect;
}

/**
 * Checks a fault by its entry in the catalogue. Throws a ProblemError where there is no such fault, where a parameter is
 * wrong, or where the fault happens at a place that the container cannot reach.
 */
export async function checkFault(name: string, params: FaultParams, reach: Reach): Promise<CheckedFault> {
  const { effect } = await faultNamed(name, params);
  if (!reach.places.includes(effect.place)) {
    throw refusal('wrong-place', `${name} cannot be made here: ${reach.elsewhere(effect.place)}`);
  }
  return { request: { fault: name, ...params }, effect };
}

function refusal(code: string, message: string): ProblemError {
  return new ProblemError('usage', [{ code, message }]);
}
