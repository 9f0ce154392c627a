import type { Side } from './difference.ts';
import { nameOf, type Told } from './words.ts';

/** What came of a comparison. */
export interface Comparison {
  readonly sides: readonly [Side, Side];
  /** How many cases both could tell about. */
  readonly compared: number;
  readonly told: readonly Told[];
  readonly untold: readonly { readonly id: string; readonly reason: string }[];
}

/** The ways to write a comparison. */
export const FORMATS = ['text', 'markdown', 'json'] as const;

/** One of them. */
export type Format = (typeof FORMATS)[number];

/** Writes a comparison down; each text ends in a newline. */
export function render(comparison: Comparison, format: Format): string {
  return { text, markdown, json }[format](comparison);
}

const SIGNS = { worse: '✗ worse', better: '✓ better', other: '≠ other' } as const;

function text(comparison: Comparison): string {
  const blocks = comparison.told.map(({ id, change, sentence, sides, gained, lost }) => {
    const rules = [...gained.map((rule) => `now breaks ${rule}`), ...lost.map((rule) => `no longer breaks ${rule}`)];
    return `${SIGNS[change]}  ${id}\n  ${sentence}\n${[...sides, ...rules].map((line) => `    ${line}\n`).join('')}\n`;
  });
  return `${blocks.join('')}${summary(comparison)}\n`;
}

function markdown(comparison: Comparison): string {
  const [before, after] = comparison.sides.map(nameOf);
  const head = `## ${before} → ${after}\n\n${summary(comparison)}\n`;
  if (comparison.told.length === 0) return head;
  const lines = comparison.told.map(({ id, change, sentence, gained, lost }) => {
    const rules = [...gained.map((rule) => `+ ${rule}`), ...lost.map((rule) => `- ${rule}`)].join(', ');
    return `| ${SIGNS[change]} | ${escaped(sentence)} | ${rules} | ${escaped(id)} |\n`;
  });
  return `${head}\n| | what changes | rules | case |\n|---|---|---|---|\n${lines.join('')}`;
}

function json({ sides, compared, told, untold }: Comparison): string {
  const [before, after] = sides;
  const lines = told.map((one) => ({ type: 'difference', ...one }));
  const end = { type: 'diff-ended', before, after, compared, ...counts(told), untold };
  return [...lines, end].map((line) => `${JSON.stringify(line)}\n`).join('');
}

function summary({ sides, compared, told, untold }: Comparison): string {
  const [before, after] = sides.map(nameOf);
  const { worse, better, other } = counts(told);
  const left = untold.length > 0 ? `; ${untold.length} could not be compared` : '';
  if (told.length === 0) return `${before} and ${after} behave alike in all of ${compared} cases${left}`;
  return `${told.length} of ${compared} cases differ: ${worse} worse, ${better} better, ${other} otherwise${left}`;
}

function counts(told: readonly Told[]): { worse: number; better: number; other: number } {
  const of = (change: Told['change']): number => told.filter((one) => one.change === change).length;
  return { worse: of('worse'), better: of('better'), other: of('other') };
}

function escaped(words: string): string {
  return words.replaceAll('|', '\\|');
}
