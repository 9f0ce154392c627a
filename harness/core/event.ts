import type { Case } from './case.ts';
import type { Evidence } from './evidence.ts';
import type { Deviation } from './finding.ts';
import type { Problem } from './problem.ts';
import type { Result, Verdict } from './verdict.ts';

/** How many cases ended in each way; a case that was retried counts once, with its last result. */
export type Counts = Readonly<Record<Result | 'flaky', number>>;

/** What a run says while it runs. Reporters are functions of these and of nothing else. */
export type RunEvent =
  | {
      readonly type: 'run-started';
      readonly cases: readonly Case[];
      readonly gateways: readonly { readonly name: string; readonly version: string }[];
      readonly startedAt: Date;
      /** The arguments to repeat after `gatecrash run` besides the case's own selection. */
      readonly argv: readonly string[];
    }
  | { readonly type: 'case-started'; readonly case: Case }
  /** What a running case is doing now: `starting haproxy`, `steps.1 GET /report`. */
  | { readonly type: 'case-progress'; readonly case: Case; readonly doing: string }
  | {
      readonly type: 'case-ended';
      readonly case: Case;
      readonly verdict: Verdict;
      /** Null for a skipped case, and for one that broke before there was any. */
      readonly evidence: Evidence | null;
      readonly ms: number;
      /** True when a further attempt of the same case follows. */
      readonly retried: boolean;
      /** Shell command that runs just this again. */
      readonly rerun: string;
    }
  /** Something that belongs to no case: a gateway that was not found, leftovers swept, a reporter that failed. */
  | { readonly type: 'notice'; readonly level: 'info' | 'warning' | 'error'; readonly problem: Problem }
  | {
      readonly type: 'run-ended';
      readonly counts: Counts;
      readonly ms: number;
      /** Ids of cases that failed and then passed. */
      readonly flaky: readonly string[];
      /** Recorded deviations that were looked for and no longer happen. */
      readonly vanished: readonly Deviation[];
      readonly interrupted: boolean;
      /** Cases that were planned and never played (interrupted, --max-failures). */
      readonly notRun: number;
      readonly exitCode: number;
    };

/** The contract of `case-ended` and `run-ended` lines is documented at reporters/json.ts. */
export type CaseEnded = Extract<RunEvent, { type: 'case-ended' }>;
/** The last event of every run. */
export type RunEnded = Extract<RunEvent, { type: 'run-ended' }>;
