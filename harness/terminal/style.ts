import { styleText } from 'node:util';
import type { Screen } from '../core/reporter.ts';
import type { Result } from '../core/verdict.ts';

/** What a case can be marked with. */
export type Mark = Result | 'flaky';

type Format = Parameters<typeof styleText>[0];

const MARKS: Readonly<Record<Mark, { readonly sign: string; readonly format: Format }>> = {
  pass: { sign: '✓', format: 'green' },
  fail: { sign: '✗', format: 'red' },
  deviates: { sign: '≈', format: 'yellow' },
  broken: { sign: '!', format: 'magenta' },
  skip: { sign: '-', format: 'gray' },
  flaky: { sign: '↻', format: 'yellow' },
};

/** Text as a terminal shows it; without colours every function hands back what it was given. */
export interface Style {
  /** Sign and word, `✗ fail`, filled up with blanks to a width: never told by colour alone. */
  mark(mark: Mark, width?: number): string;
  /** The sign alone, for tables with a legend. */
  sign(mark: Mark): string;
  /** Any text in the colour of a mark. */
  as(mark: Mark, text: string): string;
  bold(text: string): string;
  dim(text: string): string;
}

/** The style for a screen; it obeys `colors` alone, whatever the environment says (that was read into the screen). */
export function styleOf(screen: Pick<Screen, 'colors'>): Style {
  const paint = (format: Format, text: string): string =>
    screen.colors ? styleText(format, text, { validateStream: false }) : text;
  const as = (mark: Mark, text: string): string => paint(MARKS[mark].format, text);
  return {
    mark: (mark, width = 0) => as(mark, `${MARKS[mark].sign} ${mark}`.padEnd(width)),
    sign: (mark) => as(mark, MARKS[mark].sign),
    as,
    bold: (text) => paint('bold', text),
    dim: (text) => paint('dim', text),
  };
}

/** The style of files and of text within machine formats. */
export const PLAIN: Style = styleOf({ colors: false });
