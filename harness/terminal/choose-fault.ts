import { nearest } from '../core/did-you-mean.ts';
import type { Fault } from '../core/fault.ts';
import { ProblemError } from '../core/problem.ts';

/** The fault that a person named. @throws {ProblemError} usage: there is none of that name */
export function chooseFault(faults: readonly Fault[], name: string): Fault {
  const fault = faults.find((candidate) => candidate.name === name);
  if (fault) return fault;
  const near = nearest(
    name,
    faults.map((candidate) => candidate.name),
  );
  const hint = near === undefined ? '`gatecrash faults` lists them' : `did you mean "${near}"?`;
  throw new ProblemError('usage', [{ code: 'unknown-fault', message: `unknown fault "${name}"`, hint }]);
}
