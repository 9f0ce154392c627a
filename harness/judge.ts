import type { Case } from './core/case.ts';
import { formatDuration } from './core/duration.ts';
import type { Evidence } from './core/evidence.ts';
import type { Expectation } from './core/expectation.ts';
import type { Facts, Profile } from './core/facts.ts';
import type { Fault } from './core/fault.ts';
import type { Finding } from './core/finding.ts';
import type { Rule } from './core/rule.ts';
import type { Verdict } from './core/verdict.ts';
import { arrangeFacts } from './judge/arrange-facts.ts';
import { authorFindings } from './judge/author-findings.ts';
import { foldFindings } from './judge/fold.ts';
import { type KnownDeviation, matchDeviation } from './judge/known-deviation.ts';
import { unsoundness } from './judge/strictness.ts';

/** The most by which the harness may have been late for its times to count, in milliseconds. */
export const MOST_LAG = 100;

/** What evidence is judged by. */
export interface JudgeOptions {
  readonly faults: readonly Fault[];
  readonly rules: readonly Rule[];
  readonly expectations: readonly Expectation[];
  readonly deviations: readonly KnownDeviation[];
  readonly profile: Profile;
}

/** The verdict on one attempt at a case: a function of its evidence alone. */
export function judge(item: Case, evidence: Evidence, options: JudgeOptions): Verdict {
  const facts = arrangeFacts(item, evidence, options);
  const unsound = unsoundness(facts, options.faults);
  if (unsound.length > 0) return { result: 'broken', findings: [], reason: [...new Set(unsound)].join('\n') };
  const findings = foldFindings([
    ...ruleFindings(withoutRaw(facts), options.rules),
    ...authorFindings(facts, options.expectations),
  ]);
  const matched = findings.map((finding) => {
    const deviation = matchDeviation(finding, item, options.deviations, options.profile);
    return deviation ? { ...finding, deviation } : finding;
  });
  return weigh(matched, evidence.lag);
}

/** What an author wrote by hand may be no request: what it deserves the author says, and no rule. */
function withoutRaw(facts: Facts): Facts {
  const composed = (all: Facts['exchanges']) => all.filter(({ exchange }) => !exchange.byHand);
  return { ...facts, exchanges: composed(facts.exchanges), twin: composed(facts.twin) };
}

/** Rules that the scenario waives are not asked. */
function ruleFindings(facts: Facts, rules: readonly Rule[]): Finding[] {
  const { allow } = facts.case.scenario;
  return rules
    .filter(({ id }) => !Object.hasOwn(allow, id))
    .flatMap((rule) => {
      const { id, level, source } = rule;
      return rule.judge(facts).map((violation) => ({ rule: id, level, source, ...violation }));
    });
}

/** A time that was measured by a late clock proves nothing; a finding without time stands all the same. */
function weigh(findings: readonly Finding[], lag: number): Verdict {
  const open = findings.filter((finding) => !finding.deviation);
  if (open.length === 0) return { result: findings.length === 0 ? 'pass' : 'deviates', findings };
  if (lag <= MOST_LAG || open.some((finding) => !finding.timed)) return { result: 'fail', findings };
  const reason = `the harness itself was ${formatDuration(lag)} late, so the times that it measured prove nothing`;
  return { result: 'broken', findings, reason };
}
