import { ProblemError } from '../core/problem.ts';

/** The error for input that cannot be explained. */
export function inputProblem(code: string, message: string, hint: string): ProblemError {
  return new ProblemError('usage', [{ code, message, hint }]);
}
