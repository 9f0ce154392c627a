import type { Atlas, AtlasCell } from '../core/atlas.ts';
import type { Fault } from '../core/fault.ts';
import { answerWords, attemptWords, resultWords, timeWords, versionWords } from '../terminal/atlas-words.ts';

/** What a page says of a fault. */
type FaultWords = Pick<Fault, 'name' | 'ref' | 'summary' | 'group'>;

/** The pages of the atlas in Markdown: file name -> text. A matrix, and a page for each gateway and each fault. */
export function atlasPages(atlas: Atlas, faults: readonly FaultWords[]): Record<string, string> {
  const met = faults.filter(({ name }) => atlas.cells.some(({ fault }) => fault === name));
  return Object.fromEntries([
    ['README.md', matrixPage(atlas, met)],
    ...atlas.gateways.map(({ name, version }) => [`gateways/${name}.md`, gatewayPage(atlas, name, version)]),
    ...met.map((fault) => [`faults/${fault.name}.md`, faultPage(atlas, fault)]),
  ]);
}

function matrixPage({ gateways, cells, date }: Atlas, faults: readonly FaultWords[]): string {
  const heads = gateways.map((one) => linkedVersion(one.name, one.version, 'gateways'));
  const groups = Map.groupBy(faults, ({ group }) => group);
  const sections = [...groups].map(([group, own]) => {
    const rows = own.map(({ name }) => [
      `[${name}](faults/${name}.md)`,
      ...gateways.map((gateway) =>
        shortCell(cells.find((cell) => cell.fault === name && cell.gateway === gateway.name)),
      ),
    ]);
    return `## ${group}\n\n${table(['fault', ...heads], rows)}`;
  });
  return page('Which gateway answers what', date, [
    [
      'Each fault on each gateway: the status that the client got in the first exchange that met it. **cut**: the response ended',
      'before its end, or has two lengths and so no sure end. **hung**: the client waited in vain. **×2**: the request reached an',
      'upstream twice. A mark says what the judge found in the whole case: none for nothing, `!` for recorded deviations, `!!` for',
      'others, `-` where it was not played. "About the read timeout" on a page tells when an answer came, and not why.',
    ].join('\n'),
    ...sections,
  ]);
}

const MARKS: Readonly<Record<AtlasCell['result'], string>> = {
  pass: '',
  deviates: ' !',
  fail: ' !!',
  broken: ' (broken)',
  skip: '',
};

function shortCell(cell: AtlasCell | undefined): string {
  if (!cell?.answer) return '-';
  const often = cell.answer.attempts > 1 ? ` ×${cell.answer.attempts}` : '';
  return `${answerWords(cell.answer)}${often}${MARKS[cell.result]}`;
}

function gatewayPage({ cells, date }: Atlas, name: string, version: string): string {
  const rows = cells
    .filter(({ gateway }) => gateway === name)
    .map((cell) => [`[${cell.fault}](../faults/${cell.fault}.md)`, ...longCell(cell)]);
  return page(versionWords(name, version), date, [table(['fault', ...COLUMNS], rows)]);
}

function faultPage({ cells, date }: Atlas, { name, ref, summary, group }: FaultWords): string {
  const rows = cells
    .filter(({ fault }) => fault === name)
    .map((cell) => [linkedVersion(cell.gateway, cell.version, '../gateways'), ...longCell(cell)]);
  const intro = `${summary}\n\nRow ${ref} of the fault catalogue, ${group}; \`gatecrash faults ${name}\` has the rest.`;
  return page(name, date, [intro, table(['gateway', ...COLUMNS], rows)]);
}

/** `[nginx](gateways/nginx.md) 1.22.1`. */
function linkedVersion(name: string, version: string, folder: string): string {
  return versionWords(name, version).replace(name, `[${name}](${folder}/${name}.md)`);
}

const COLUMNS: readonly string[] = ['answer', 'when', 'reached an upstream', 'judgement', 'seen in'];

function longCell(cell: AtlasCell): string[] {
  const { answer, seenIn } = cell;
  const answered = answer ? [answerWords(answer), timeWords(answer), attemptWords(answer)] : ['not played', '', ''];
  return [...answered, answer ? resultWords(cell) : cell.result, `\`${seenIn}\``];
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

function page(title: string, date: string, sections: readonly string[]): string {
  return `# ${title}\n\nWritten by \`npm run atlas\` on ${date}; do not edit.\n\n${sections.join('\n\n')}\n`;
}
