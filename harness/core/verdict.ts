import type { Finding } from './finding.ts';

/**
 * - `deviates`: every finding is a recorded known deviation
 * - `broken`: the environment or the harness, not the gateway: it did not start, or the fault did not fire
 */
export type Result = 'pass' | 'fail' | 'deviates' | 'broken' | 'skip';

/** The judgement of one attempt at a case. */
export interface Verdict {
  readonly result: Result;
  readonly findings: readonly Finding[];
  /** Why, for `broken` and `skip`. */
  readonly reason?: string | undefined;
}
