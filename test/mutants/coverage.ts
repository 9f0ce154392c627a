import type { Coverage } from '../../harness/core/coverage.ts';
import type { Rule } from '../../harness/core/rule.ts';
import type { Assessment } from './assess.ts';

/** What the mutants showed of the rules, in the rules' order: the same for the same findings, whatever came first. */
export function coverageOf(rules: readonly Rule[], assessments: readonly Assessment[]): Coverage {
  return Object.fromEntries(
    sorted(rules).map(({ id }) => {
      const killed = assessments.filter(({ mutant, killedIn }) => mutant.rule === id && killedIn.length > 0);
      const scenarios = new Set(killed.flatMap(({ killedIn }) => killedIn));
      return [id, { scenarios: [...scenarios].sort(), mutants: killed.map(({ mutant }) => mutant.name).sort() }];
    }),
  );
}

/** The content of fixtures/coverage.json. */
export function coverageJson(coverage: Coverage): string {
  return `${JSON.stringify(coverage, null, 2)}\n`;
}

/** The content of docs/coverage.md. */
export function coveragePage(rules: readonly Rule[], coverage: Coverage): string {
  const rows = sorted(rules).map(({ id, level, title, source }) => {
    const { scenarios = [], mutants = [] } = coverage[id] ?? {};
    return `| ${[id, level, title, source, list(scenarios), list(mutants)].map(cell).join(' | ')} |\n`;
  });
  return `# What shows that each rule can be tripped

Written by \`npm run mutants -- --write\`; not to be edited. A mutant is the reference gateway with one defect. It stands
beside the rule that it breaks, with the scenarios in which that rule found it. \`gatecrash rules ID\` tells more of a rule.

Levels: **must** and **should** are the words of the source; **practice** is this project's judgement of good operation
where no standard speaks, and no violation of any RFC.

| rule | level | title | source | scenarios | mutants |
|---|---|---|---|---|---|
${rows.join('')}`;
}

function sorted(rules: readonly Rule[]): Rule[] {
  return rules.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
