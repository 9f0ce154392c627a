import { type Atlas, type AtlasCell, isBeside } from '../../harness/core/atlas.ts';
import { answerWords, timeWords } from '../../harness/terminal/atlas-words.ts';

/** A cause as fixtures/causes-of-502.yaml tells it to people. */
export interface Cause {
  readonly title: string;
  /** What happens, and whether it passes by itself. */
  readonly what: string;
  /** The fault that shows it: the atlas says what gateways answer to it. */
  readonly fault: string;
  /** Ids of scenarios that show it, the plainest first. */
  readonly scenarios: readonly string[];
  /** What an operator does. */
  readonly check: readonly string[];
  /** Gateway -> what to look for in its log, as it was recorded from runs: one line, or lines of which either comes. */
  readonly log: Readonly<Record<string, string | readonly string[]>>;
}

/** What the page is made of. */
export interface PageParts {
  readonly template: string;
  readonly causes: readonly Cause[];
  readonly atlas: Atlas;
  /** The name of a scenario, by its id; undefined where there is none. */
  nameOf(id: string): string | undefined;
}

const GENERATED =
  'Generated from docs/502.template.md, fixtures/causes-of-502.yaml and the atlas; `UPDATE_GOLDEN=1 node test/docs/502.test.ts` writes it anew.';

/**
 * docs/502.md: the prose of its template with the generated parts in place of `{{word argument}}`.
 *
 * @throws {Error} a word or a scenario that there is not, or a fault that the atlas does not have
 */
export function gatewayTroublePage(parts: PageParts): string {
  const words: Readonly<Record<string, (argument: string) => string>> = {
    generated: () => GENERATED,
    scenario: (id) => linkTo(id, parts),
    'scenario-name': (id) => titleOf(id, parts),
    answers: (fault) => answersTable(parts.atlas, fault),
    causes: () => parts.causes.map((cause) => causeSection(cause, parts)).join('\n'),
    matrix: () => matrix(parts),
  };
  return parts.template.replace(/\{\{([\w-]+)(?: ([^}]+))?\}\}/g, (_, word: string, argument = '') => {
    const made = words[word];
    if (!made) throw new Error(`502.template.md: there is no {{${word}}}`);
    return made(argument);
  });
}

function causeSection({ title, what, fault, scenarios, check, log }: Cause, parts: PageParts): string {
  const shown = scenarios.map((id) => `[${titleOf(id, parts)}](${linkTo(id, parts)})`).join('; ');
  const lines = Object.entries(log).map(([gateway, lines]) => `| ${gateway} | ${eitherOf(lines)} |\n`);
  return `### ${title}

${what.trim()}

${check.map((step) => `- ${step.trim()}\n`).join('')}
See it: ${shown}.

${answersTable(parts.atlas, fault)}
${lines.length > 0 ? `\n| log of | look for |\n|---|---|\n${lines.join('')}` : ''}`;
}

/** Which gateways answer alike, the commonest answer first. */
function answersTable(atlas: Atlas, fault: string): string {
  const played = cellsOf(atlas, fault).flatMap(({ gateway, answer }) => (answer ? [{ gateway, answer }] : []));
  const alike = [...Map.groupBy(played, ({ answer }) => `${answerWords(answer)} | ${timeWords(answer)}`)];
  const rows = alike
    .sort(([one, its], [other, others]) => others.length - its.length || (one < other ? -1 : 1))
    .map(([answer, same]) => `| ${answer} | ${same.map(({ gateway }) => gateway).join(', ')} |\n`);
  return `| answer to [\`${fault}\`](atlas/faults/${fault}.md) | when | from |\n|---|---|---|\n${rows.join('')}`.trimEnd();
}

function matrix({ causes, atlas }: PageParts): string {
  const faults = causes.map(({ fault }) => fault);
  const installed = atlas.gateways.filter(({ name }) => !isBeside(name));
  const rows = installed.map(({ name, version }) => {
    const answers = faults.map((fault) => {
      const answer = cellsOf(atlas, fault).find(({ gateway }) => gateway === name)?.answer;
      return answer ? answerWords(answer) : '-';
    });
    return `| [${name}](atlas/gateways/${name}.md) ${version} | ${answers.join(' | ')} |\n`;
  });
  const heads = faults.map((fault) => `[${fault}](atlas/faults/${fault}.md)`);
  const ruler = `|---|${'---|'.repeat(faults.length)}\n`;
  return `| gateway | ${heads.join(' | ')} |\n${ruler}${rows.join('')}\n\`-\`: it was not played there, mostly since the gateway does not speak TLS to its upstreams or asks no resolver.`;
}

function cellsOf(atlas: Atlas, fault: string): AtlasCell[] {
  const cells = atlas.cells.filter((cell) => cell.fault === fault && !isBeside(cell.gateway));
  if (cells.length === 0) throw new Error(`the atlas does not have ${fault}`);
  return cells;
}

function linkTo(id: string, parts: PageParts): string {
  titleOf(id, parts);
  return `../scenarios/${id}.yaml`;
}

function titleOf(id: string, { nameOf }: PageParts): string {
  const name = nameOf(id);
  if (name === undefined) throw new Error(`there is no scenario ${id}`);
  return name;
}

function eitherOf(lines: string | readonly string[]): string {
  return [lines]
    .flat()
    .map((line) => `\`${escaped(line)}\``)
    .join(' or ');
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}
