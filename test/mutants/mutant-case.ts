import type { CaseEnded } from '../../harness/core/event.ts';
import type { Finding } from '../../harness/core/finding.ts';
import type { Result } from '../../harness/core/verdict.ts';
import { MOST_LAG } from '../../harness/judge.ts';

/** What is kept of a finding. */
export type MutantFinding = Pick<Finding, 'rule' | 'expected' | 'actual' | 'timed'>;

/** What is kept of a case once it is over: the evidence of thousands would not fit into memory. */
export interface MutantCase {
  readonly id: string;
  readonly scenario: string;
  readonly result: Result;
  /** Of a broken case too, though they prove nothing. */
  readonly findings: readonly MutantFinding[];
  /** Why, where it is broken or skipped. */
  readonly reason: string | null;
  /** Broken because the fault did not happen as it was scripted, which may be the gateway's doing. */
  readonly unsound: boolean;
  /** The harness was late, so that the times that it measured prove nothing. */
  readonly late: boolean;
}

/** What is to be kept of a case. */
export function mutantCase({ case: item, verdict, evidence }: CaseEnded): MutantCase {
  const { result, findings, reason } = verdict;
  return {
    id: item.id,
    scenario: item.scenario.id,
    result,
    findings: findings.map(({ rule, expected, actual, timed }) => ({ rule, expected, actual, timed })),
    reason: reason ?? null,
    unsound: result === 'broken' && evidence !== null && findings.length === 0,
    late: (evidence?.lag ?? 0) > MOST_LAG,
  };
}

/**
 * Whether a case is to be played once more, alone: a finding that is bound to time is due to the harness, which was late,
 * or may be due to all that ran beside it, since nobody expected it.
 */
export function isDoubtful({ findings, late }: MutantCase, expected: ReadonlySet<string>): boolean {
  return findings.some(({ rule, timed }) => timed && (late || !expected.has(nameOf(rule))));
}

/** A finding by the name that mutants call it by: they speak of what authors expect as a whole. */
export function nameOf(rule: string): string {
  return rule.startsWith('expect.') ? 'expect' : rule;
}
