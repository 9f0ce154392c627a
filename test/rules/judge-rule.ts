import type { Facts } from '../../harness/core/facts.ts';
import type { Rule, Violation } from '../../harness/core/rule.ts';

/** What the rule with an id, one of a family, says of some facts. */
export function judgeRule(family: readonly Rule[], id: string, facts: Facts): readonly Violation[] {
  const rule = family.find((one) => one.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  return rule.judge(facts);
}
