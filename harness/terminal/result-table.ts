import type { Case } from '../core/case.ts';
import { caseTitle, type Played } from '../core/played.ts';
import type { Verdict } from '../core/verdict.ts';
import { type Cell, gridWidth, layOutGrid } from './grid.ts';
import { printable } from './printable.ts';
import { deviationTexts, reasonText } from './reason-text.ts';
import { type Mark, PLAIN, type Style } from './style.ts';

/** Columns of a scenario's label that must be left when cells are to keep their words. */
const LABEL = 44;

const ABSENT: Cell = { text: '', shown: '' };

/** The worst of several repeats of a case is what its cell shows. */
const WORST_FIRST: readonly Mark[] = ['broken', 'fail', 'flaky', 'deviates', 'skip', 'pass'];

/**
 * Scenario x gateway with footnotes: the reasons of deviations, skips and broken cases, numbered, each once. Cells are
 * mark and word; where the table would be wider than the screen they are marks alone, with a legend.
 */
export function resultTable(planned: readonly Case[], played: readonly Played[], width: number, style: Style): string {
  const notes = new Map<string, number>();
  const byTitle = new Map(played.map((one) => [caseTitle(one.last.case), one]));
  const gateways = [...new Set(planned.map((item) => item.gateway.name))];
  const rows = [...Map.groupBy(planned, rowLabel)];
  const table = (wide: boolean): Cell[][] => [
    ['scenario', ...gateways].map((text) => ({ text, shown: style.bold(text) })),
    ...rows.map(([label, items]) => [
      { text: printable(label), shown: printable(label) },
      ...gateways.map((name) => {
        const own = items.filter((item) => item.gateway.name === name);
        return own.length === 0
          ? ABSENT
          : cell(
              own.map((item) => byTitle.get(caseTitle(item))),
              notes,
              wide,
              style,
            );
      }),
    ]),
  ];
  const cells = table(true);
  const narrow = gridWidth(cells, LABEL) > width;
  const footnotes = [...notes].map(([text, number]) => `[${number}] ${text}\n`);
  const below = [...(narrow ? [legend(style)] : []), ...footnotes];
  return [layOutGrid(narrow ? table(false) : cells, width), ...(below.length > 0 ? ['\n'] : []), ...below].join('');
}

/** Scenario id and matrix row: the case's id without the gateway. */
function rowLabel(item: Case): string {
  const suffix = `@${item.gateway.name}`;
  return item.id.endsWith(suffix) ? item.id.slice(0, -suffix.length) : item.id;
}

function cell(repeats: readonly (Played | undefined)[], notes: Map<string, number>, wide: boolean, style: Style): Cell {
  const done = repeats.filter((one) => one !== undefined);
  const mark = WORST_FIRST.find((candidate) => done.some((one) => markOf(one) === candidate));
  if (!mark) return wide ? { text: '· not run', shown: '· not run' } : { text: '·', shown: '·' };
  const same = done.filter((one) => markOf(one) === mark);
  const share = repeats.length > 1 && mark !== 'pass' ? ` ${same.length}/${repeats.length}` : '';
  const numbers = [...new Set(same.flatMap((one) => noteTexts(one.last.verdict)))].map((text) => numbered(notes, text));
  const tail = share + numbers.map((number) => `${wide ? ' ' : ''}[${number}]`).join('');
  const of = (from: Style): string => (wide ? from.mark(mark) : from.sign(mark)) + tail;
  return { text: of(PLAIN), shown: of(style) };
}

function markOf(played: Played): Mark {
  return played.flaky ? 'flaky' : played.last.verdict.result;
}

function noteTexts(verdict: Verdict): string[] {
  if (verdict.result === 'deviates') return deviationTexts(verdict.findings);
  return verdict.result === 'skip' || verdict.result === 'broken' ? [`${verdict.result}: ${reasonText(verdict)}`] : [];
}

function numbered(notes: Map<string, number>, text: string): number {
  const number = notes.get(text) ?? notes.size + 1;
  notes.set(text, number);
  return number;
}

function legend(style: Style): string {
  const marks: readonly Mark[] = ['pass', 'fail', 'deviates', 'broken', 'skip', 'flaky'];
  return `${[...marks.map((mark) => style.mark(mark)), '· not run'].join('   ')}\n`;
}
