import { didYouMean } from '../core/did-you-mean.ts';
import type { Effect, EffectPlace } from '../core/effect.ts';
import type { Fault } from '../core/fault.ts';
import { messageOf, ProblemError } from '../core/problem.ts';
import { loadFolder } from '../core/registry.ts';

/** Parameters of a fault, as `gatecrash faults NAME` lists them: `{ after: '512B' }`. */
export type FaultParams = Readonly<Record<string, unknown>>;

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
  const fault = await findFault(name);
  const checked = fault.params.safeParse(params);
  if (!checked.success) {
    const issues = checked.error.issues.map(({ path, message }) => [...path.map(String), message].join(': '));
    throw refusal('wrong-value', `${name} cannot be so: ${issues.join('; ')} (given: ${JSON.stringify(params)})`);
  }
  const effect = effectOf(fault, checked.data);
  if (!reach.places.includes(effect.place)) {
    throw refusal('wrong-place', `${name} cannot be made here: ${reach.elsewhere(effect.place)}`);
  }
  return { request: { fault: name, ...params }, effect };
}

async function findFault(name: string): Promise<Fault> {
  const faults = await loadFolder<Fault>('faults');
  const fault = faults.find((candidate) => candidate.name === name);
  if (fault) return fault;
  const names = faults.map((candidate) => candidate.name);
  throw refusal('unknown-fault', `there is no fault "${name}"; ${didYouMean(name, names, 'the faults are')}`);
}

function effectOf(fault: Fault, params: unknown): Effect {
  try {
    return fault.effect(params);
  } catch (error) {
    throw refusal('wrong-value', `${fault.name} cannot be so: ${messageOf(error)}`);
  }
}

function refusal(code: string, message: string): ProblemError {
  return new ProblemError('usage', [{ code, message }]);
}
