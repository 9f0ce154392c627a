import type { Mutant } from './mutant.ts';
import { type MutantCase, type MutantFinding, nameOf } from './mutant-case.ts';

/** What playing a mutant came to. */
export interface Assessment {
  readonly mutant: Mutant;
  /** Ids of the scenarios in which its rule found it, sorted; empty for a mutant that survived. */
  readonly killedIn: readonly string[];
  /** Findings of rules that are neither the mutant's own nor its collateral, with the case. */
  readonly imprecise: readonly (MutantFinding & { readonly case: string })[];
  /** Collateral that is listed and did not happen; `breaks` where no case was broken. */
  readonly unseen: readonly string[];
  /** Broken cases that the mutant does not account for. */
  readonly broken: readonly MutantCase[];
}

/**
 * Judges a mutant by its cases. `whole`: every scenario was played, so that what did not happen does not happen.
 *
 * A case may be broken where the mutant says so, and only because the gateway did not let the fault happen: then there is
 * evidence, and it shows that. A case that could not be played at all is never excused, nor is any while the mutant
 * survives, since it may be why.
 */
export function assess(mutant: Mutant, cases: readonly MutantCase[], whole: boolean): Assessment {
  const sound = cases.filter(({ result }) => result !== 'broken');
  const findings = sound.flatMap((one) => one.findings.map((finding) => ({ ...finding, case: one.id })));
  const seen = new Set(findings.map(({ rule }) => nameOf(rule)));
  const allowed = new Set([mutant.rule, ...mutant.collateral]);
  const killedIn = sound.filter((one) => one.findings.some(({ rule }) => rule === mutant.rule));
  const broken = cases.filter(({ result }) => result === 'broken');
  const excused = mutant.breaks === true && killedIn.length > 0;
  const unsound = broken.filter(({ unsound }) => unsound);
  return {
    mutant,
    killedIn: [...new Set(killedIn.map(({ scenario }) => scenario))].sort(),
    imprecise: findings.filter(({ rule }) => !allowed.has(nameOf(rule))),
    unseen: whole
      ? [
          ...mutant.collateral.filter((rule) => !seen.has(rule)),
          ...(mutant.breaks === true && unsound.length === 0 ? ['breaks'] : []),
        ]
      : [],
    broken: broken.filter(({ unsound }) => !(excused && unsound)),
  };
}

/** True when the mutant did what it says, and nothing else. Collateral is what may be seen; some of it is a race. */
export function isGood({ killedIn, imprecise, broken }: Assessment): boolean {
  return killedIn.length > 0 && imprecise.length + broken.length === 0;
}
