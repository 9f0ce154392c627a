import type { Place } from './place.ts';

/**
 * Something wrong that a person can mend: bad input, or an environment that lacks something.
 * `code` is stable and kebab-case (`unknown-key`, `gateway-not-found`); `message` says what happened; `hint` what to do.
 */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly place?: Place | undefined;
  /** The lines of the file round the place, with a caret. */
  readonly frame?: string | undefined;
  readonly hint?: string | undefined;
}

/** Who is to blame decides the exit code: `usage` (2: bad usage or bad scenario), `environment` (3), `nothing` (4: to do). */
export type Blame = 'usage' | 'environment' | 'nothing';

/** Thrown where nothing can go on; carries every problem found, never only the first. */
export class ProblemError extends Error {
  readonly problems: readonly Problem[];
  readonly blame: Blame;

  constructor(blame: Blame, problems: readonly Problem[], options?: ErrorOptions) {
    super(problems.map((problem) => problem.message).join('\n'), options);
    this.name = 'ProblemError';
    this.problems = problems;
    this.blame = blame;
  }
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The problems of anything thrown: its own, or one made of its message; with GATECRASH_DEBUG=1 the stack as a hint. */
export function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof ProblemError) return error.problems;
  const hint = process.env.GATECRASH_DEBUG === '1' && error instanceof Error ? error.stack : undefined;
  return [{ code: 'harness-error', message: messageOf(error), hint }];
}
