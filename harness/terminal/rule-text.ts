import type { RuleCoverage } from '../core/coverage.ts';
import type { Rule } from '../core/rule.ts';
import type { Style } from './style.ts';

/** What rules are about, by the beginning of their ids; in the order of the list. */
const FAMILIES: readonly (readonly [prefix: string, title: string])[] = [
  ['R-9110-', 'RFC 9110, HTTP Semantics'],
  ['R-9111-', 'RFC 9111, HTTP Caching'],
  ['R-9112-', 'RFC 9112, HTTP/1.1'],
  ['R-9209-', 'RFC 9209, The Proxy-Status HTTP Response Header Field'],
  ['R-8297-', 'RFC 8297, An HTTP Status Code for Indicating Hints'],
  ['', 'Operation: what a gateway in use must do, whether a standard speaks of it or not'],
];

/** What a level says of a gateway that breaks the rule. */
const LEVELS: Readonly<Record<Rule['level'], string>> = {
  must: 'must: the source demands it. A gateway that does otherwise violates the source.',
  should: 'should: the source recommends it. A gateway may do otherwise for a good reason, and has to know the reason.',
  practice:
    "practice: no standard demands it; it is this project's judgement of good operation. To do otherwise violates no RFC.",
};

/** Every rule with its level and title, under the heading of its family; the rules in the order of their sections. */
export function ruleList(rules: readonly Rule[], style: Style): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  const byFamily = Map.groupBy(rules.toSorted(bySection), ({ id }) => familyOf(id));
  const line = ({ id, level, title }: Rule): string => `  ${id.padEnd(width)}  ${level.padEnd(8)}  ${title}\n`;
  return FAMILIES.flatMap(([, family]) => {
    const members = byFamily.get(family) ?? [];
    return members.length === 0 ? [] : [`${style.bold(family)}\n${members.map(line).join('')}`];
  }).join('\n');
}

/** All there is to know of one rule, with what shows that it can be broken. */
export function ruleDetails(rule: Rule, { scenarios, mutants }: RuleCoverage, style: Style): string {
  const { id, title, level, source, summary, example } = rule;
  const sections = [
    [`${style.bold(id)}  ${title}`, summary],
    [`Level   ${LEVELS[level]}`, `Source  ${source}`],
    [style.bold('A violation'), ...example.split('\n').map((line) => `  ${line}`)],
    [style.bold('Tested by the scenarios'), ...listed(scenarios)],
    [style.bold('Broken on purpose by the mutants of the reference gateway'), ...listed(mutants)],
    [style.bold('To waive it in a scenario, with your reason'), `  allow: { ${id}: "why it does not matter here" }`],
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function listed(names: readonly string[]): string[] {
  return names.length === 0 ? ['  none'] : names.map((name) => `  ${name}`);
}

function familyOf(id: string): string {
  return FAMILIES.find(([prefix]) => id.startsWith(prefix))?.[1] ?? '';
}

/** Numbers count as numbers: section 9.3 comes before section 9.10. */
function bySection(a: Rule, b: Rule): number {
  return a.id.localeCompare(b.id, 'en', { numeric: true });
}
