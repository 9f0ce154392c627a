import { ProblemError } from '../core/problem.ts';

/** Something that was asked for and cannot be meant. */
export function usageError(code: string, message: string, hint?: string): ProblemError {
  return new ProblemError('usage', [{ code, message, hint }]);
}
