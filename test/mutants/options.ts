import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { messageOf, ProblemError } from '../../harness/core/problem.ts';

/** What `npm run mutants` was asked for. */
export interface MutantOptions {
  /** Names of mutants; empty for all. */
  readonly names: readonly string[];
  /** Only the mutants of a rule. */
  readonly rule: string | null;
  /** Only the scenarios whose id matches this glob pattern. */
  readonly scenarios: string | null;
  /** Mutants at once, and cases of one mutant at once. */
  readonly mutants: number;
  readonly jobs: number;
  /** A standing rule that is not asked. */
  readonly withoutRule: string | null;
  /** A fault that is announced and does not happen. */
  readonly withoutFault: string | null;
  /** Plays the cases that are alike each, and not one for all of them. */
  readonly every: boolean;
  /** Writes fixtures/coverage.json and docs/coverage.md from what was found. */
  readonly write: boolean;
}

export const USAGE = `npm run mutants -- [NAME…] [options]

Plays the reference gateway and its mutants on the scenarios of this package: every mutant must be found by the rule that
it breaks, and by no rule that it does not list.

  NAME…                only these mutants
  --rule ID            only the mutants of a rule
  --scenarios GLOB     only the scenarios whose id matches, as 'body/*'
  --at-once N          mutants at once
  --jobs N             cases of one mutant at once
  --without-rule ID    switch a rule off: the run must fail
  --without-fault NAME announce a fault and do nothing: the run must fail
  --every              play all cases, also those in which the reference executes the very same code
  --write              write fixtures/coverage.json and docs/coverage.md

Exit codes: 0 all is as it should be, 1 it is not, 2 bad usage.
`;

/** Reads the arguments. @throws {ProblemError} usage: what is wrong with them */
export function readOptions(args: readonly string[]): MutantOptions {
  try {
    return optionsOf(args);
  } catch (error) {
    const hint = '`npm run mutants -- --help` lists the options';
    throw new ProblemError('usage', [{ code: 'bad-usage', message: messageOf(error), hint }], { cause: error });
  }
}

function optionsOf(args: readonly string[]): MutantOptions {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      rule: text,
      scenarios: text,
      'at-once': text,
      jobs: text,
      'without-rule': text,
      'without-fault': text,
      every: { type: 'boolean' },
      write: { type: 'boolean' },
    },
  });
  const options: MutantOptions = {
    names: positionals,
    rule: values.rule ?? null,
    scenarios: values.scenarios ?? null,
    mutants: wholeNumber('--at-once', values['at-once'], 2 * availableParallelism()),
    jobs: wholeNumber('--jobs', values.jobs, 12),
    withoutRule: values['without-rule'] ?? null,
    withoutFault: values['without-fault'] ?? null,
    every: values.every === true,
    write: values.write === true,
  };
  if (options.write && !isWhole(options))
    throw new Error('--write goes with a run over everything: no other selection');
  return options;
}

/** Whether all mutants are played on all scenarios as they are. */
export function isWhole({ names, rule, scenarios, withoutRule, withoutFault }: MutantOptions): boolean {
  return names.length === 0 && [rule, scenarios, withoutRule, withoutFault].every((option) => option === null);
}

function wholeNumber(option: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${option} ${text}: a whole number of at least 1`);
  return number;
}
