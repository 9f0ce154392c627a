import { dirname } from 'node:path';
import { execa } from 'execa';
import { parse } from 'yaml';
import type { Problem } from '../core/problem.ts';
import { filledCompose } from './filled-compose.ts';
import { isMap } from './is-map.ts';
import { parseSource } from './parse-source.ts';
import { readText } from './read-text.ts';
import type { Source } from './source.ts';

/** A compose file as Compose itself reads it. */
export interface ComposeProject {
  /** An absolute path. */
  readonly file: string;
  readonly source: Source;
  /** The program that read it; null where this machine has none, so that we read it. */
  readonly cli: readonly [program: string, ...args: string[]] | null;
  /** What it says it is called; null where it does not. */
  readonly name: string | null;
  readonly services: Readonly<Record<string, unknown>>;
  /** Top-level `configs` and `secrets`. */
  readonly configs: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, unknown>>;
}

/** Compose, as a plug-in of Docker's and as the program that it was before. */
export const COMPOSE_PROGRAMS = [['docker', 'compose'], ['docker-compose']] as const;

type Programs = readonly (readonly [program: string, ...args: string[]])[];

/** What one says that has no such plug-in. */
const NO_COMPOSE = /is not a docker command|unknown (?:shorthand )?flag|unknown docker command/;

/**
 * Reads a compose file: by Compose, where this machine has it, which needs no engine; else by ourselves, with its variables
 * filled in. `shown` is the name that people see.
 */
export async function readCompose(
  file: string,
  shown: string,
  programs: Programs = COMPOSE_PROGRAMS,
): Promise<ComposeProject | { readonly problems: readonly Problem[] }> {
  const read = await readText(file, shown);
  if ('problem' in read) return { problems: [read.problem] };
  const parsed = parseSource(read.text, shown, { merge: true });
  if ('problems' in parsed) return parsed;
  const { source } = parsed;
  const said = await resolvedBy(programs, file);
  if (said && 'words' in said) return { problems: [refused(shown, said.words)] };
  const value = said ? parse(said.text, { merge: true }) : source.value;
  const filled = said ? { value: unescaped(value) } : await filledCompose(value, source, dirname(file));
  if ('problems' in filled) return filled;
  const root = isMap(filled.value) ? filled.value : {};
  const part = (key: string): Record<string, unknown> => {
    const under = root[key];
    return isMap(under) ? under : {};
  };
  return {
    file,
    source,
    cli: said?.cli ?? null,
    name: typeof root.name === 'string' ? root.name : null,
    services: part('services'),
    configs: part('configs'),
    secrets: part('secrets'),
  };
}

type Said =
  | { readonly cli: Programs[number]; readonly text: string }
  | { readonly cli: Programs[number]; readonly words: string };

/** What the first program that is there says of a file; undefined where none is. */
async function resolvedBy(programs: Programs, file: string): Promise<Said | undefined> {
  for (const cli of programs) {
    const [program, ...args] = cli;
    const done = await execa(program, [...args, '-f', file, 'config'], {
      cwd: dirname(file),
      reject: false,
      stdin: 'ignore',
      timeout: 20_000,
    });
    if (done.exitCode === 0) return { cli, text: done.stdout };
    if (done.exitCode === undefined && done.code === 'ENOENT') continue;
    if (NO_COMPOSE.test(done.stderr)) continue;
    return { cli, words: done.stderr.trim() || done.message || 'it did not say why' };
  }
  return undefined;
}

function refused(shown: string, words: string): Problem {
  const lines = words.split('\n').filter((line) => !/level=warning|^WARNING/.test(line));
  return {
    code: 'compose-refuses',
    message: `Compose does not take ${shown}: ${lines.join('\n')}`,
    place: { file: shown, line: 1, column: 1 },
  };
}

/** What Compose prints can be read by it again, so that a dollar sign of a value is two. */
function unescaped(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$$', '$');
  if (Array.isArray(value)) return value.map(unescaped);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, under]) => [key, unescaped(under)]));
}
