import type { Assessment } from './assess.ts';
import { isGood } from './assess.ts';
import type { MutantCase } from './mutant-case.ts';
import type { Control } from './play-control.ts';
import type { PlayedMutant } from './play-mutants.ts';

/** At most so many lines of a kind are shown for one mutant. */
const SHOWN = 8;

/** One line on a mutant that was played: killed or not, by what, where. */
export function mutantLine(assessment: Assessment, { cases, unchanged, alike, again }: PlayedMutant): string {
  const { mutant, killedIn } = assessment;
  const sign = isGood(assessment) ? '✓' : '✗';
  const where = killedIn.length > 0 ? `in ${some(killedIn, 3)}` : 'not seen';
  const changed = cases.length + alike;
  const stands = alike === 0 ? '' : `, ${cases.length} of them for all that are alike`;
  const played = `what it changes is run in ${changed} of ${plural(changed + unchanged, 'case')}${stands}`;
  return `${sign} ${mutant.name}  ${mutant.rule} ${where} (${played}${againText(again)})`;
}

/** What is wrong with a mutant, in indented lines; empty where nothing is. */
export function mutantProblems({ mutant, killedIn, imprecise, broken }: Assessment): string[] {
  const byRule = Map.groupBy(imprecise, ({ rule }) => rule);
  return [
    ...(killedIn.length === 0 ? [`survived: no case has a finding of ${mutant.rule}`] : []),
    ...[...byRule].flatMap(([rule, findings]) => [
      `imprecise: ${rule} in ${plural(findings.length, 'finding')}, and it is not in its collateral`,
      ...cut(findings.map((one) => `  ${one.case}: expected ${one.expected}; got ${one.actual}`)),
    ]),
    ...brokenLines(broken),
  ];
}

/** What may be said with less of a mutant, in indented lines. */
export function mutantNotes({ unseen }: Assessment): string[] {
  return unseen.map((rule) => `note: ${rule} is listed and was not seen`);
}

/** One line on the reference without a defect. */
export function controlLine({ cases, again }: Pick<Control, 'cases' | 'again'>): string {
  const count = (result: MutantCase['result']): number => cases.filter((one) => one.result === result).length;
  const sign = controlProblems(cases).length === 0 ? '✓' : '✗';
  const counts = `${count('pass')} of ${plural(cases.length, 'case')} passed, ${count('skip')} skipped`;
  return `${sign} the reference as it is: ${counts}${againText(again)}`;
}

function againText(again: number): string {
  return again === 0 ? '' : `, ${again} played again alone since times were in doubt`;
}

/** What is wrong with the control: whatever did not pass. */
export function controlProblems(cases: readonly MutantCase[]): string[] {
  const failed = cases.filter(({ result }) => result === 'fail' || result === 'deviates');
  return [
    ...(cases.every(({ result }) => result === 'skip') ? ['no case was played'] : []),
    ...failed.flatMap((one) => one.findings.map((f) => `${one.id}: ${f.rule} expected ${f.expected}; got ${f.actual}`)),
    ...brokenLines(cases.filter(({ result }) => result === 'broken')),
  ];
}

/** Cases that are broken for the same reason are told together: a gateway that does not start breaks all. */
function brokenLines(broken: readonly MutantCase[]): string[] {
  const byReason = Map.groupBy(broken, ({ reason }) => reason ?? 'no reason');
  return cut(
    [...byReason].map(
      ([reason, cases]) =>
        `broken: ${some(
          cases.map(({ id }) => id),
          3,
        )}: ${indent(reason)}`,
    ),
  );
}

function cut(lines: readonly string[]): string[] {
  return lines.length <= SHOWN ? [...lines] : [...lines.slice(0, SHOWN), `  … and ${lines.length - SHOWN} more`];
}

function some(words: readonly string[], most: number): string {
  const shown = words.slice(0, most).join(', ');
  return words.length > most ? `${shown} and ${words.length - most} more` : shown;
}

function indent(text: string): string {
  return text.replaceAll('\n', '\n    ');
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
