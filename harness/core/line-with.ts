import { textPattern } from './text-pattern.ts';

/** The first line of a log that holds a text, or what a pattern between slashes says; undefined where none does. */
export function lineWith(wanted: string, log: readonly string[]): string | undefined {
  const pattern = textPattern(wanted);
  return log.find((line) => pattern?.test(line));
}
