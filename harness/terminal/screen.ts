import type { Screen } from '../core/reporter.ts';

/** What is asked of the terminal. */
export interface ScreenOptions {
  readonly stream: { readonly isTTY?: boolean | undefined; readonly columns?: number | undefined };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `--no-color`. */
  readonly noColor?: boolean | undefined;
}

/** Columns where nobody says how many there are. */
const WIDTH = 80;

/**
 * Reads the terminal's facts, once. Colours: `--no-color` says no; else FORCE_COLOR says yes (`0` no); else NO_COLOR that
 * is not empty (no-color.org) and TERM=dumb say no; else a terminal has them and anything else has not.
 */
export function readScreen({ stream, env, noColor }: ScreenOptions): Screen {
  const tty = stream.isTTY === true;
  return {
    tty,
    width: stream.columns ?? (Number(env.COLUMNS) || WIDTH),
    colors: noColor !== true && colorsIn(env, tty),
  };
}

function colorsIn(env: ScreenOptions['env'], tty: boolean): boolean {
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '') return !['0', 'false'].includes(env.FORCE_COLOR);
  return tty && !env.NO_COLOR && env.TERM !== 'dumb';
}
