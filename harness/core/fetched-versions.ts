import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchedFolder } from './fetched-folder.ts';

/** What is known of a version that was fetched; it stands beside it as about.json. */
export interface About {
  /** What the program says of itself. */
  readonly version: string;
  /** The Debian suite that it is of. */
  readonly suite: string;
  /** The program's file name. */
  readonly program: string;
}

/** A version of a gateway in the folder of fetched ones. */
export interface FetchedVersion extends Omit<About, 'program'> {
  /** The built-in gateway. */
  readonly gateway: string;
  /** The folder that holds it and nothing else, absolute. */
  readonly folder: string;
  /** What starts it, an absolute path. */
  readonly program: string;
}

/** The name of the file that is written last: a folder without it holds no version. */
export const ABOUT = 'about.json';

/** All versions that were fetched, by gateway, the newest last. */
export async function fetchedVersions(folder: string = fetchedFolder()): Promise<FetchedVersion[]> {
  const gateways = await entries(folder);
  const lists = await Promise.all(
    gateways.sort().map(async (gateway) => {
      const versions = await Promise.all(
        (await entries(join(folder, gateway))).map((version) => readVersion(gateway, join(folder, gateway, version))),
      );
      return versions.filter((version) => version !== null).sort(byVersion);
    }),
  );
  return lists.flat();
}

async function readVersion(gateway: string, folder: string): Promise<FetchedVersion | null> {
  try {
    const about: About = JSON.parse(await readFile(join(folder, ABOUT), 'utf8'));
    return { ...about, gateway, folder, program: join(folder, about.program) };
  } catch {
    // One that was never finished.
    return null;
  }
}

function byVersion(one: FetchedVersion, other: FetchedVersion): number {
  return one.version.localeCompare(other.version, 'en', { numeric: true });
}

/** The names within a folder; none where it is not there. */
async function entries(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => !name.startsWith('.'));
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}
