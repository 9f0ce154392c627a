import type { Expectation } from '../../harness/core/expectation.ts';
import type { Fault } from '../../harness/core/fault.ts';
import type { Gateway } from '../../harness/core/gateway.ts';
import type { Problem } from '../../harness/core/problem.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import type { Rule } from '../../harness/core/rule.ts';
import type { Scenario } from '../../harness/core/scenario.ts';
import { buildScenario } from '../../harness/scenario/build-scenario.ts';
import type { Catalogue } from '../../harness/scenario/catalogue.ts';
import { parseSource } from '../../harness/scenario/parse-source.ts';
import { noticeText } from '../../harness/terminal/notice-text.ts';
import { PLAIN } from '../../harness/terminal/style.ts';

/** All that comes with the package, as scenarios may name it. */
export async function wholeCatalogue(): Promise<Catalogue> {
  const gateways = await loadFolder<Gateway>('gateways');
  const rules = await loadFolder<Rule>('rules');
  return {
    faults: await loadFolder<Fault>('faults'),
    expectations: await loadFolder<Expectation>('expectations'),
    gateways: gateways.map(({ name }) => name),
    configurable: gateways.filter(({ raw }) => raw !== undefined).map(({ name }) => name),
    rules: rules.map(({ id }) => id),
  };
}

/** One scenario from its text, or the problems with it. The file's name is `test.yaml`. */
export function loadText(text: string, catalogue: Catalogue): { scenario?: Scenario; problems: readonly Problem[] } {
  const parsed = parseSource(text, 'test.yaml');
  const built = 'problems' in parsed ? parsed : buildScenario(parsed.source, 'test', catalogue);
  return 'problems' in built ? built : { scenario: built.scenario, problems: [] };
}

/** Problems as a person reads them, in the order of their places. */
export function problemsText(problems: readonly Problem[]): string {
  return problems.map((problem) => noticeText({ type: 'notice', level: 'error', problem }, PLAIN)).join('\n');
}
