import type { Case } from '../core/case.ts';
import { ProblemError } from '../core/problem.ts';

/** What narrows a run down. */
export interface CaseFilter {
  /** Any of these tags. */
  readonly tags: readonly string[];
  /** A regular expression on the case's id and the scenario's name. */
  readonly grep: string | undefined;
}

/** Keeps the cases that every filter lets through. @throws {ProblemError} usage: a regular expression that is none */
export function filterCases(cases: readonly Case[], filter: CaseFilter): Case[] {
  const pattern = filter.grep === undefined ? null : compile(filter.grep);
  return cases.filter(
    ({ id, scenario }) =>
      (filter.tags.length === 0 || filter.tags.some((tag) => scenario.tags.includes(tag))) &&
      (pattern === null || pattern.test(id) || pattern.test(scenario.name)),
  );
}

function compile(text: string): RegExp {
  try {
    return new RegExp(text, 'i');
  } catch (cause) {
    const problem = {
      code: 'bad-pattern',
      message: `--grep ${text} is no regular expression`,
      hint: (cause as Error).message,
    };
    throw new ProblemError('usage', [problem], { cause });
  }
}
