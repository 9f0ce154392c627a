import { nearest } from '../core/did-you-mean.ts';
import { ProblemError } from '../core/problem.ts';
import type { Rule } from '../core/rule.ts';

/** The rule that a person named, in capitals or not. @throws {ProblemError} usage: there is none of that id */
export function chooseRule(rules: readonly Rule[], id: string): Rule {
  const rule = rules.find((candidate) => candidate.id.toLowerCase() === id.toLowerCase());
  if (rule) return rule;
  const near = nearest(
    id,
    rules.map((candidate) => candidate.id),
  );
  const hint = near === undefined ? '`gatecrash rules` lists them' : `did you mean "${near}"?`;
  throw new ProblemError('usage', [{ code: 'unknown-rule', message: `unknown rule "${id}"`, hint }]);
}
