import { didYouMean } from '../../harness/core/did-you-mean.ts';
import { messageOf } from '../../harness/core/problem.ts';
import type { Mutant } from './mutant.ts';
import { patchedFiles } from './patched-files.ts';

/** What collateral may name besides rules. */
const OTHER_FINDINGS = ['expect', 'until'];

/** All that is wrong with the mutants before any is played: one sentence each, which names the mutant. */
export function checkMutants(mutants: readonly Mutant[], rules: readonly string[]): string[] {
  const names = mutants.map(({ name }) => name);
  return [
    ...mutants.flatMap((mutant) => checkMutant(mutant, rules).map((problem) => `${mutant.name}: ${problem}`)),
    ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name}: the name is there twice`),
  ];
}

/** Rules that no mutant is made for, one sentence each. */
export function untrippedRules(mutants: readonly Mutant[], rules: readonly string[]): string[] {
  return rules
    .filter((rule) => mutants.every((mutant) => mutant.rule !== rule))
    .map((rule) => `${rule}: nothing can trip it: no mutant is made for this rule`);
}

function checkMutant(mutant: Mutant, rules: readonly string[]): string[] {
  const { name, rule, collateral } = mutant;
  const known = [...rules, ...OTHER_FINDINGS];
  return [
    ...(/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) ? [] : ['the name is not kebab-case']),
    ...(rules.includes(rule) ? [] : [`there is no rule ${rule}; ${didYouMean(rule, rules, 'rules')}`]),
    ...collateral
      .filter((other) => !known.includes(other))
      .map((other) => `there is no rule ${other} for its collateral; ${didYouMean(other, known, 'rules')}`),
    ...(collateral.includes(rule) ? [`${rule} is its rule, so it is no collateral`] : []),
    ...patchProblems(mutant),
  ];
}

function patchProblems(mutant: Mutant): string[] {
  try {
    patchedFiles(mutant);
    return [];
  } catch (error) {
    return [messageOf(error)];
  }
}
