import { didYouMean } from './did-you-mean.ts';
import type { Effect } from './effect.ts';
import type { Fault } from './fault.ts';
import { messageOf, ProblemError } from './problem.ts';
import { loadFolder } from './registry.ts';

/** Parameters of a fault, as `gatecrash faults NAME` lists them: `{ after: '512B' }`. */
export type FaultParams = Readonly<Record<string, unknown>>;

/** A fault of the catalogue with parameters that fit it. */
export interface FaultWithParams {
  readonly fault: Fault;
  readonly effect: Effect;
}

/**
 * Finds a fault in the catalogue and gives it its parameters, where no scenario file is at hand to point into.
 *
 * @throws {ProblemError} usage: `unknown-fault`, with what was meant, also among `alsoKnown`; `wrong-value`
 */
export async function faultNamed(
  name: string,
  params: FaultParams,
  alsoKnown: readonly string[] = [],
): Promise<FaultWithParams> {
  const faults = await loadFolder<Fault>('faults');
  const fault = faults.find((candidate) => candidate.name === name);
  if (!fault) {
    const names = [...alsoKnown, ...faults.map((candidate) => candidate.name)];
    throw refusal('unknown-fault', `unknown fault "${name}": ${didYouMean(name, names, 'faults')}`);
  }
  const { data, error } = fault.params.safeParse(params);
  if (error) {
    const issues = error.issues.map(({ path, message }) => [...path.map(String), message].join(': '));
    throw refusal('wrong-value', `${name}: ${issues.join('; ')} (for example: ${fault.examples.at(-1)})`);
  }
  try {
    return { fault, effect: fault.effect(data) };
  } catch (error) {
    throw refusal('wrong-value', `${name}: ${messageOf(error)} (for example: ${fault.examples.at(-1)})`);
  }
}

function refusal(code: string, message: string): ProblemError {
  return new ProblemError('usage', [{ code, message }]);
}
