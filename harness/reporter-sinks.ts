import { closeSync, existsSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { messageOf, type Problem } from './core/problem.ts';
import type { Reporter, Screen, Sink } from './core/reporter.ts';
import type { ChosenReporter } from './reporter-spec.ts';
import type { Console } from './terminal/console.ts';

/** A reporter with its own place to write to. */
export interface Seated {
  readonly reporter: Reporter;
  readonly sink: Sink;
  /** Gives back what the sink holds; writing errors that come only now are thrown. */
  release(): void;
}

/** A file has no edge, and nobody watches it being written. */
const FILE_SCREEN: Screen = { tty: false, width: Number.POSITIVE_INFINITY, colors: false };

/**
 * A sink for each reporter. Files are made with the folders above them; with a machine format on stdout, what is for
 * people goes to stderr; of those for people that tell totals, only the last does.
 */
export function seatReporters(
  chosen: readonly ChosenReporter[],
  console: Console,
  { screen, env }: Pick<Sink, 'screen' | 'env'>,
): { seated: Seated[]; problems: Problem[] } {
  const onConsole = chosen.filter((one) => one.file === undefined);
  const crowded = onConsole.some((one) => one.reporter.machine);
  const lastWithTotals = onConsole.findLast((one) => one.reporter.totals);
  const seated: Seated[] = [];
  const problems: Problem[] = [];
  for (const one of chosen) {
    if (one.file === undefined) {
      const out = crowded && !one.reporter.machine ? console.err : console.out;
      const sink = { out, err: console.err, status: console.status, totals: one === lastWithTotals, screen, env };
      seated.push({ reporter: one.reporter, sink, release: () => {} });
      continue;
    }
    try {
      seated.push({ reporter: one.reporter, ...fileSink(one.file, env) });
    } catch (error) {
      problems.push(unwritable(one.name, one.file, error));
    }
  }
  return { seated, problems };
}

/** Written at once, so that a run that is killed leaves all that was reported; the console tells of progress. */
function fileSink(file: string, env: Sink['env']): Omit<Seated, 'reporter'> {
  makeFolder(dirname(resolve(file)));
  const descriptor = openSync(file, 'w');
  return {
    sink: {
      out: (text) => writeFileSync(descriptor, text),
      err: () => {},
      status: () => {},
      totals: true,
      screen: FILE_SCREEN,
      env,
    },
    release: () => closeSync(descriptor),
  };
}

/** Makes a folder and those above it, one by one: mkdir's own `recursive` never ends where the kernel refuses (/proc). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

function unwritable(name: string, file: string, error: unknown): Problem {
  return {
    code: 'reporter-file',
    message: `the file of reporter ${name} cannot be written: ${file}: ${messageOf(error)}`,
    hint: 'name a file in a folder that you may write to',
  };
}
