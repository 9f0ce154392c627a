import type { Suspect } from '../core/diagnosis.ts';
import type { Style } from '../terminal/style.ts';
import type { LogSummary } from './log-reader.ts';
import type { PlayedGroup, Reproduced, Reproduction } from './reproduction.ts';

/** So many suspects are named; a person at three in the morning reads no more. */
const MOST_SUSPECTS = 3;
const MOST_WORDS = 180;

/** What `gatecrash reproduce` tells a person: what the log says, group by group. Ends in a newline. */
export function renderReproduction({ log, summary, groups }: Reproduction, style: Style): string {
  return [summaryText(log, summary), ...groups.map((group, index) => groupText(group, index + 1, style))].join('\n');
}

/** The same for machines: a line for each group, and one for the log. */
export function reproductionJson({ log, summary, groups }: Reproduction): string {
  const lines = groups.map((group) => ({ type: 'incident', ...group }));
  return [...lines, { type: 'log', log, ...summary }].map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** `error.log: 1,204 lines of nginx error log; 3 tell of trouble, 1,200 do not, 1 is of something else`. */
export function summaryText(log: string, summary: LogSummary): string {
  const { lines, troubled, sound, unrelated, passed, cut, unsure, dialects } = summary;
  const titles = dialects.map(({ title }) => title).join(', ');
  const parts = [
    `${number(troubled)} of trouble`,
    `${number(sound)} without`,
    unrelated > 0 && `${number(unrelated)} of something else`,
    passed > 0 && `${number(passed)} passed over`,
    cut > 0 && `${number(cut)} too long to be read whole`,
  ];
  const doubt =
    unsure > 0
      ? `\n  ${number(unsure)} lines are in a form that several gateways write; --gateway says whose they are\n`
      : '';
  return `${log}: ${number(lines)} line${lines === 1 ? '' : 's'} (${titles || 'no known log'}): ${parts.filter(Boolean).join(', ')}\n${doubt}`;
}

function groupText({ diagnosis, fault, file, played, left }: Reproduced, nth: number, style: Style): string {
  const { gateway, version, count, entries, suspects } = diagnosis;
  const [first] = entries;
  const where = version === null ? gateway : `${gateway}, by what ${version} does`;
  const head = `${nth}. ${style.bold(`${number(count)} request${count === 1 ? '' : 's'}`)} (${where}), first in line ${first?.line ?? '?'}:`;
  const lines = [head, `   ${style.dim(shorter(first?.text ?? ''))}`, ...suspectLines(suspects, style)];
  if (file !== null) lines.push(`   Written: ${file}${fault === null ? '' : ` (${fault})`}`);
  if (played) lines.push(...playedLines(played, style));
  if (left !== null) lines.push(`   ${left}`);
  return lines.map((line) => `${line}\n`).join('');
}

function suspectLines(suspects: readonly Suspect[], style: Style): string[] {
  if (suspects.length === 0) return ['   Nothing that is known here leaves such lines, and nothing is guessed.'];
  const shown = suspects.slice(0, MOST_SUSPECTS);
  const lines = shown.flatMap(({ faults, fit, cause, evidence, by }, index) => [
    `   ${index === 0 ? 'Most likely' : 'Or'}: ${style.bold(namesOf(faults, by))} (${Math.round(fit * 100)} %)`,
    `     ${cause}`,
    ...(index === 0 ? evidence.map((one) => `     because: ${shorter(one)}`) : []),
  ]);
  const [apart] = suspects.map((one) => one.apart).filter((one) => one.length > 0);
  return [...lines, ...(apart ?? []).slice(0, MOST_SUSPECTS).map((one) => `   To tell them apart: ${shorter(one)}`)];
}

function namesOf(faults: readonly string[], by: Suspect['by']): string {
  const [first] = faults;
  if (first === undefined) return `no fault of the upstream: the ${by}'s doing`;
  return faults.length > 4 ? `${faults.slice(0, 4).join(', ')} and ${faults.length - 4} more` : faults.join(', ');
}

function playedLines({ gateway, version, parts, same, reason, notes }: PlayedGroup, style: Style): string[] {
  const on = version === '-' ? gateway : `${gateway} ${version}`;
  if (reason !== null) return [`   ${style.mark('skip')}  It could not be played on ${on}: ${reason}`];
  const head = same
    ? `   ${style.mark('pass')}  On ${on} the same signature came out:`
    : `   ${style.mark('fail')}  On ${on} another signature came out:`;
  const lines = parts.flatMap(({ what, log, run, same: alike }) => [
    `     ${what}: ${alike === true ? 'the same' : alike === false ? 'not the same' : 'cannot be compared'}`,
    `       in the log: ${shorter(log)}`,
    `       in the run: ${shorter(run)}`,
  ]);
  return [head, ...lines, ...notes.map((note) => `     ${note}`)];
}

function shorter(text: string): string {
  return text.length > MOST_WORDS ? `${text.slice(0, MOST_WORDS)}…` : text;
}

function number(value: number): string {
  return value.toLocaleString('en');
}
