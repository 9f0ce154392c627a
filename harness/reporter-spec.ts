import { dirname, resolve } from 'node:path';
import { didYouMean } from './core/did-you-mean.ts';
import type { Problem } from './core/problem.ts';
import type { Reporter, Screen } from './core/reporter.ts';

/** One `--reporter`: its name, and the file it writes to instead of stdout. */
export interface ReporterSpec {
  readonly name: string;
  readonly file?: string | undefined;
}

/** A spec with the reporter that it names. */
export type ChosenReporter = ReporterSpec & { readonly reporter: Reporter };

/** Reads `NAME` or `NAME=FILE`. */
export function parseReporterSpec(text: string): ReporterSpec {
  const at = text.indexOf('=');
  return at < 0 ? { name: text } : { name: text.slice(0, at), file: text.slice(at + 1) };
}

/**
 * The specs with the console's default added where none of them writes to the console: `line` on a terminal, else
 * `list`; on GitHub Actions `github` as well.
 */
export function withDefaults(
  specs: readonly ReporterSpec[],
  screen: Pick<Screen, 'tty'>,
  env: Readonly<Record<string, string | undefined>>,
): ReporterSpec[] {
  if (specs.some((spec) => spec.file === undefined)) return [...specs];
  const console: ReporterSpec[] = [{ name: screen.tty ? 'line' : 'list' }];
  if (env.GITHUB_ACTIONS === 'true' && specs.every((spec) => spec.name !== 'github')) console.push({ name: 'github' });
  return [...console, ...specs];
}

/** The reporters that specs name, or every problem with them. */
export function chooseReporters(
  specs: readonly ReporterSpec[],
  registry: readonly Reporter[],
): { chosen: ChosenReporter[]; problems: Problem[] } {
  const chosen: ChosenReporter[] = [];
  const problems: Problem[] = [];
  for (const spec of specs) {
    const reporter = registry.find((candidate) => candidate.name === spec.name);
    if (reporter) chosen.push({ ...spec, reporter });
    else problems.push(unknownReporter(spec.name, registry));
    if (spec.file === '') problems.push(noFile(spec.name));
  }
  return { chosen, problems: [...problems, ...clashes(chosen)] };
}

function unknownReporter(name: string, registry: readonly Reporter[]): Problem {
  const names = registry.map((reporter) => reporter.name);
  return {
    code: 'unknown-reporter',
    message: `there is no reporter "${name}"`,
    hint: didYouMean(name, names, 'reporters'),
  };
}

function noFile(name: string): Problem {
  return {
    code: 'reporter-file',
    message: `"${name}=" names no file`,
    hint: `write ${name}=FILE, or ${name} for stdout`,
  };
}

/** Two that would write into each other: machine formats on stdout, or any two with the same file. */
function clashes(chosen: readonly ChosenReporter[]): Problem[] {
  const machines = chosen.filter((one) => one.reporter.machine && one.file === undefined).map((one) => one.name);
  const byFile = Map.groupBy(
    chosen.filter((one) => one.file),
    (one) => resolve(one.file ?? ''),
  );
  const shared = [...byFile].filter(([, same]) => same.length > 1);
  return [
    ...(machines.length > 1 ? [twoOnStdout(machines)] : []),
    ...shared.map(([file, same]) => ({
      code: 'reporter-file',
      message: `${same.map((one) => one.name).join(' and ')} would all write to ${file}`,
      hint: `give each a file of its own in ${dirname(file)}`,
    })),
  ];
}

function twoOnStdout(names: readonly string[]): Problem {
  return {
    code: 'two-reporters-on-stdout',
    message: `${names.join(' and ')} are read by machines, and only one of them can have stdout`,
    hint: `give the others a file: ${names
      .slice(1)
      .map((name) => `--reporter ${name}=FILE`)
      .join(' ')}`,
  };
}
