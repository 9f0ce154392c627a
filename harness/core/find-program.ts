import { access, constants, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { fetchedVersions } from './fetched-versions.ts';
import type { Found } from './gateway.ts';

/** Where servers are installed that an ordinary user's PATH often leaves out. */
const SERVER_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** A program to look for, and how to learn its version. */
export interface ProgramQuery {
  /** Names that it goes by, the likeliest first: `apache2`, `httpd`. */
  readonly names: readonly string[];
  /** Arguments that make it print its version and exit. */
  readonly args: readonly string[];
  /** Matched against stdout and stderr together; the first group is the version. */
  readonly version: RegExp;
  /** What to do where it is missing: `install the package nginx`. */
  readonly install: string;
  /** The gateway of which, where no program is installed, the newest fetched version will do. */
  readonly fetched?: string | undefined;
  /** How long it may take to tell its version, in milliseconds; 5000 unless said otherwise. */
  readonly patience?: number | undefined;
}

/**
 * Finds a program on PATH or among the server folders, else among the fetched versions, and asks it for its version; a
 * reason where either fails.
 */
export async function findProgram(query: ProgramQuery): Promise<Found> {
  const { names, install, fetched } = query;
  const program = (await lookUp(names)) ?? (fetched === undefined ? undefined : await newestFetched(fetched));
  if (program === undefined) {
    return { found: false, reason: `${names.join(' or ')} is not on this machine; ${install}` };
  }
  return await tellVersion(program, query);
}

/** Asks a program, by its path, for its version; a reason where it tells none. */
export async function tellVersion(
  program: string,
  { args, version: pattern, patience = 5000 }: Pick<ProgramQuery, 'args' | 'version' | 'patience'>,
): Promise<Found> {
  const said = await execa(program, args, { timeout: patience, reject: false, all: true, stdin: 'ignore' });
  const version = pattern.exec(said.all ?? '')?.[1];
  if (version !== undefined) return { found: true, program, version };
  const why = said.timedOut
    ? `no answer in ${patience} ms`
    : (said.all || said.shortMessage || 'no output').slice(0, 200);
  return { found: false, reason: `${program} ${args.join(' ')} does not tell a version (${why})` };
}

async function lookUp(names: readonly string[]): Promise<string | undefined> {
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...SERVER_FOLDERS];
  for (const name of names) {
    for (const folder of folders) {
      const path = join(folder, name);
      if (await isExecutable(path)) return path;
    }
  }
  return undefined;
}

async function newestFetched(gateway: string): Promise<string | undefined> {
  const versions = await fetchedVersions();
  return versions.findLast((version) => version.gateway === gateway)?.program;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
