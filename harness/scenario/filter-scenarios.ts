import { messageOf, ProblemError } from '../core/problem.ts';
import type { Scenario } from '../core/scenario.ts';

/** What narrows scenarios down. */
export interface ScenarioFilter {
  /** Any of these tags; none lets all through. */
  readonly tags: readonly string[];
  /** A regular expression on id and name, without regard to case. */
  readonly grep?: string | undefined;
}

/** Keeps the scenarios that every filter lets through. @throws {ProblemError} usage: a regular expression that is none */
export function filterScenarios(scenarios: readonly Scenario[], filter: ScenarioFilter): Scenario[] {
  const passes = scenarioFilter(filter);
  return scenarios.filter((scenario) => passes(scenario, scenario.id));
}

/**
 * The filter as a question: does a scenario, or a case of it with an id of its own, pass?
 *
 * @throws {ProblemError} usage: a regular expression that is none
 */
export function scenarioFilter({ tags, grep }: ScenarioFilter): (scenario: Scenario, id: string) => boolean {
  const pattern = grep === undefined ? null : toPattern(grep);
  return (scenario, id) =>
    (tags.length === 0 || tags.some((tag) => scenario.tags.includes(tag))) &&
    (pattern === null || pattern.test(id) || pattern.test(scenario.name));
}

function toPattern(text: string): RegExp {
  try {
    return new RegExp(text, 'i');
  } catch (cause) {
    const problem = { code: 'bad-pattern', message: `--grep ${text} is no regular expression`, hint: messageOf(cause) };
    throw new ProblemError('usage', [problem], { cause });
  }
}
