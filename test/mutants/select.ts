import { matchesGlob } from 'node:path';
import { didYouMean } from '../../harness/core/did-you-mean.ts';
import { ProblemError } from '../../harness/core/problem.ts';
import type { Workspace } from '../../harness/scenario/load-workspace.ts';
import type { Mutant } from './mutant.ts';
import type { MutantOptions } from './options.ts';

/** The mutants that were asked for. @throws {ProblemError} usage: a name that is none */
export function selectMutants(mutants: readonly Mutant[], { names, rule }: MutantOptions): Mutant[] {
  for (const name of names) known('mutant', name, namesOf(mutants));
  const chosen = mutants.filter((mutant) => names.length === 0 || names.includes(mutant.name));
  if (rule === null) return chosen;
  known('rule with a mutant', rule, [...new Set(mutants.map((mutant) => mutant.rule))]);
  return chosen.filter((mutant) => mutant.rule === rule);
}

/** The scenarios and rules that were asked for. @throws {ProblemError} usage: no such rule, fault or scenario */
export function selectWorkspace(workspace: Workspace, options: MutantOptions): Workspace {
  const { scenarios: pattern, withoutRule, withoutFault } = options;
  const { scenarios, rules, faults } = workspace;
  if (withoutRule !== null)
    known(
      'rule',
      withoutRule,
      rules.map(({ id }) => id),
    );
  if (withoutFault !== null) known('fault', withoutFault, namesOf(faults));
  const chosen = scenarios.filter(({ id }) => pattern === null || matchesGlob(id, pattern));
  if (chosen.length === 0) throw usage(`no scenario matches ${pattern}`, `there are ${scenarios.length}`);
  return { ...workspace, scenarios: chosen, rules: rules.filter(({ id }) => id !== withoutRule) };
}

function known(what: string, name: string, valid: readonly string[]): void {
  if (!valid.includes(name)) throw usage(`there is no ${what} ${name}`, didYouMean(name, valid));
}

function namesOf(all: readonly { readonly name: string }[]): string[] {
  return all.map(({ name }) => name);
}

function usage(message: string, hint: string): ProblemError {
  return new ProblemError('usage', [{ code: 'nothing-selected', message, hint }]);
}
