import { formatDuration } from '../core/duration.ts';
import type { RunEnded } from '../core/event.ts';
import { formatPlace } from '../core/place.ts';
import { caseTitle, isBad, type Played } from '../core/played.ts';
import { countsText } from './counts-text.ts';
import { printable } from './printable.ts';
import { reasonText } from './reason-text.ts';
import { PLAIN } from './style.ts';

/** Rows of a table; a job summary may have 1 MiB in all. */
const ROWS = 200;

/** The run as Markdown: counts, what did not pass, what was flaky, recorded deviations that no longer happen. */
export function jobSummary(played: readonly Played[], ended: RunEnded): string {
  const bad = played.filter(({ last }) => isBad(last));
  const flaky = played.filter((one) => one.flaky);
  const notRun = ended.notRun > 0 ? `, ${ended.notRun} not run` : '';
  const interrupted = ended.interrupted ? 'Interrupted: ' : '';
  return [
    '## gatecrash',
    `${interrupted}${countsText(ended.counts, PLAIN)}${notRun} in ${formatDuration(ended.ms)}`,
    ...table(
      ['result', 'case', 'why'],
      bad.map(({ last }) => [PLAIN.mark(last.verdict.result), caseTitle(last.case), reasonText(last.verdict)]),
    ),
    ...table(
      ['flaky case', 'attempts', 'first failure'],
      flaky.map(({ last, earlier }) => [
        caseTitle(last.case),
        String(earlier.length + 1),
        earlier[0] ? reasonText(earlier[0].verdict) : '',
      ]),
    ),
    ...table(
      ['recorded deviation that no longer happens', 'gateway', 'scenario', 'recorded at'],
      ended.vanished.map(({ rule, gateway, scenario, place }) => [rule, gateway, scenario, formatPlace(place)]),
    ),
    '',
  ].join('\n\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeCell).join(' | ')} |`;
  const body = [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.slice(0, ROWS).map(line)];
  return [body.join('\n'), ...(rows.length > ROWS ? [`and ${rows.length - ROWS} more`] : [])];
}

/** Texts stand in a cell as they are: no cell ends early, nothing is taken for HTML or Markdown. */
function escapeCell(text: string): string {
  return printable(text)
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');
}
