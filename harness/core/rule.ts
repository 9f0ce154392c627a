import type { Facts } from './facts.ts';
import type { Finding, Level } from './finding.ts';

/** What a rule says of a violation; id, level and source are the rule's own and are filled in by the judge. */
export type Violation = Pick<Finding, 'expected' | 'actual' | 'exchange' | 'timed'>;

/** A rule that holds in every case with no author asking. */
export interface Rule {
  /** `OP-28`. */
  readonly id: string;
  readonly title: string;
  readonly level: Exclude<Level, 'author'>;
  readonly source: string;
  /** What it demands and why, in one or two sentences. */
  readonly summary: string;
  /** A violation as it would look, in one or a few lines: what the upstream did and what the client or upstream then saw. */
  readonly example: string;
  judge(facts: Facts): readonly Violation[];
}
