import type { Argv } from 'yargs';

/** A command line and what it does. */
export type Example = readonly [command: string, meaning: string];

/**
 * Puts the head on a help text: how the command is called, then examples, since these are what people read first. (Yargs
 * shows its own examples below the options. It trims every line too, so that a `$` stands where an indent would.)
 */
export function withUsage<Args>(yargs: Argv<Args>, usage: string, examples: readonly Example[]): Argv<Args> {
  const width = Math.max(...examples.map(([command]) => command.length));
  const lines = examples.map(([command, meaning]) => `$ ${command.padEnd(width)}  ${meaning}`);
  return yargs.usage([`Usage: ${usage}`, '', 'Examples:', ...lines].join('\n'));
}
