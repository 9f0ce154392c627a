import { formatDuration } from '../core/duration.ts';
import { printable } from '../terminal/printable.ts';
import type { Style } from '../terminal/style.ts';
import { causeLines } from './cause-lines.ts';
import type { Explanation, MadeBy } from './explanation.ts';
import { wrapText } from './wrap-text.ts';

/** How it is to look. */
export interface TextOptions {
  readonly style: Style;
  /** Columns. */
  readonly width: number;
}

type Section = readonly [title: string, lines: readonly string[]];

/** An explanation for people. What came from outside is made safe for terminals. */
export function explanationText(explanation: Explanation, { style, width }: TextOptions): string {
  const sections = sectionsOf(explanation).filter(([, lines]) => lines.length > 0);
  const blocks = sections.map(([title, lines]) =>
    [style.bold(title), ...lines.flatMap((line) => indented(line, width))].join('\n'),
  );
  return `${[style.bold(printable(headline(explanation))), ...blocks].join('\n\n')}\n`;
}

/** A line that begins with a dash hangs by two columns; text after a tab stands in a second column. */
function indented(line: string, width: number): string[] {
  const safe = printable(line);
  const hang = safe.startsWith('- ') ? '    ' : '  ';
  return wrapText(safe, width - hang.length).map((one, index) => `${index === 0 ? '  ' : hang}${one}`);
}

function headline({ title, url, status, reason, ms, count, healthy }: Explanation): string {
  const what = status === null ? 'No answer' : `${status}${reason ? ` ${reason}` : ''}`;
  const from = url ?? title;
  const after = ms === null ? '' : ` after ${formatDuration(ms)}`;
  const times = count > 1 ? ` (${count} requests went this way)` : '';
  return `${healthy ? 'Works: ' : ''}${what} from ${from}${after}${times}`;
}

function sectionsOf(explanation: Explanation): Section[] {
  const { happened, madeBy, cause, onTheWay, passing, helps, hardlyHelps, fields, healthy } = explanation;
  const tries = passing.tries.length > 1 ? [`Tries: ${passing.tries.map(({ result }) => result).join(', ')}.`] : [];
  return [
    ['What happened', happened],
    ['Who made this page', madeBy ? makerLines(madeBy, explanation) : []],
    [
      'Who else stands on the way',
      madeBy || healthy ? onTheWay.map(({ title, shownBy }) => `- ${title} (${shownBy})`) : [],
    ],
    ['What it says about the cause', cause ? causeLines(cause) : []],
    ['Is it temporary?', passing.verdict === 'works' ? [] : [passing.says, ...tries]],
    ['What may help', helps.map((line) => `- ${line}`)],
    ['What hardly helps', hardlyHelps.map((line) => `- ${line}`)],
    ['What to tell the operator', healthy ? [] : operatorLines(explanation)],
    ['What the header fields say', fields.flatMap(({ name, says }) => says.map((one) => `- ${name}: ${one}`))],
  ];
}

function makerLines({ title, version, confidence, why }: MadeBy, { onTheWay }: Explanation): string[] {
  if (title === null) return ['Cannot be told.', ...why];
  const name = version ? `${title}, version ${version}` : title;
  if (confidence === 'cannot be told') return ['Cannot be told.', ...why, `What fits best: ${name}.`];
  const sure = confidence === 'surely' ? 'Surely' : 'Probably';
  const passed = onTheWay.length > 0 ? ['It came to you through others (below).'] : [];
  return [`${sure} ${name}.`, ...why, ...passed];
}

function operatorLines({ time, url, method, status, reason, code, madeBy, ids, lookAt }: Explanation): string[] {
  const facts: [string, string | null][] = [
    ['time', time],
    ['request', url === null ? null : `${method} ${url}`],
    ['answer', status === null ? `none (${code})` : `${status} ${reason ?? ''}`.trim()],
    [
      'page by',
      madeBy?.title && madeBy.confidence !== 'cannot be told' ? `${madeBy.title} (${madeBy.confidence})` : null,
    ],
    ...ids.map(({ name, value }): [string, string] => [name, value]),
  ];
  const told = facts.flatMap(([name, value]) => (value === null ? [] : [`- ${name}: ${value}`]));
  const where = lookAt.map(({ title, where }) => `The operator finds the cause in ${where} (${title}).`);
  return [...told, ...where];
}
