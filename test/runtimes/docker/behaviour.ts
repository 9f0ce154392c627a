import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, parseDocument } from 'yaml';
import { packageFolder } from '../../../harness/core/package-folder.ts';

/** The folder of the shipped scenarios. */
export const SCENARIOS = join(packageFolder(), 'scenarios');

/** What the json reporter says of a case that has ended, as far as it is compared. */
export interface CaseEnded {
  readonly type: string;
  readonly case: string;
  readonly scenario: string;
  readonly gateway: string;
  readonly version: string;
  readonly runtime: string;
  readonly repeat: number;
  readonly result: string;
  readonly findings: readonly { readonly rule: string }[];
  readonly exchanges: readonly {
    readonly phase: string;
    readonly step: string;
    readonly target: string;
    readonly status: number | null;
    readonly complete: boolean;
  }[];
}

/**
 * What a user would call the behaviour: verdict, rules that were broken, and every answer. Requests that run side by side end
 * in any order, and how often an `until` had to ask is a matter of the moment: each answer that it got counts once.
 */
export function behaviour({ scenario, result, findings, exchanges }: CaseEnded): string {
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
  const answers = exchanges.map(({ phase, step, target, status, complete }) => ({
    step,
    text: `${phase} ${step} ${target} ${status} ${complete ? 'complete' : 'cut'}`,
  }));
  const distinct = [...new Map(answers.map((answer) => [answer.text, answer])).values()];
  // Most cases repeat no answer, and their files need not be read.
  const asks = distinct.length < answers.length ? asksUntil(scenario) : () => false;
  const counted = [...answers.filter(({ step }) => !asks(step)), ...distinct.filter(({ step }) => asks(step))];
  return [result, ...rules, ...counted.map(({ text }) => text).sort()].join('\n  ');
}

/** Says whether the step at a path (`steps.0.parallel.1`) of a shipped scenario is an `until`. */
function asksUntil(scenario: string): (step: string) => boolean {
  const document = parseDocument(readFileSync(join(SCENARIOS, `${scenario}.yaml`), 'utf8'));
  return (step) => {
    const path = step.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
    const node = document.getIn(path);
    return isMap(node) && node.has('until');
  };
}
