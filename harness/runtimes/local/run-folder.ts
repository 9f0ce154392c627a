import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { identityOf, isRunning, type ProcessIdentity } from '../../core/process-identity.ts';

const PREFIX = 'gatecrash-';
const OWNER = 'owner.json';
const GROUPS = 'process-groups';

/** The temporary folder of one run; disposing of it removes it. */
export interface RunFolder extends AsyncDisposable {
  readonly path: string;
  /** Leaves it behind instead; it is then the user's, and no later run sweeps it. */
  keep(): void;
}

/** Makes the folder of this run, below the machine's temporary folder. Traversable, since daemons drop to other users. */
export async function openRunFolder(): Promise<RunFolder> {
  const path = await mkdtemp(join(tmpdir(), PREFIX));
  await chmod(path, 0o711);
  await writeFile(join(path, OWNER), JSON.stringify(identityOf()));
  let kept = false;
  return {
    path,
    keep: () => {
      kept = true;
    },
    [Symbol.asyncDispose]: async () => await rm(kept ? join(path, OWNER) : path, { recursive: true, force: true }),
  };
}

/**
 * Notes the leader of a process group that a worker started, so that a sweep finds it. Only for workers without a process
 * namespace: in one, everything dies with its first process, and process ids mean nothing outside.
 */
export function noteGroup(folder: string, leader: number): void {
  mkdirSync(join(folder, GROUPS), { recursive: true });
  writeFileSync(join(folder, GROUPS, String(leader)), identityOf(leader).startTime ?? '');
}

/** Removes what runs that are dead left behind, and nothing that is not ours. Gives the folders that are gone now. */
export async function sweepRunFolders(): Promise<string[]> {
  const names = await readdir(tmpdir());
  const swept = await Promise.all(
    names.filter((name) => name.startsWith(PREFIX)).map((name) => sweep(join(tmpdir(), name))),
  );
  return swept.filter((path) => path !== null);
}

async function sweep(path: string): Promise<string | null> {
  try {
    const { uid } = await stat(path);
    const owner = JSON.parse(await readFile(join(path, OWNER), 'utf8')) as ProcessIdentity;
    const ours = uid === process.getuid?.();
    if (!ours || isRunning(owner)) return null;
    for (const group of globSync(`*/${GROUPS}/*`, { cwd: path })) await endGroup(join(path, group));
    await rm(path, { recursive: true, force: true });
    return path;
  } catch {
    // Not a folder of ours, or gone in the meantime: then there is nothing to sweep.
    return null;
  }
}

/** Kills a group that was noted, if its leader is still the process that it was. */
async function endGroup(note: string): Promise<void> {
  const leader = Number(basename(note));
  const recorded = await readFile(note, 'utf8');
  if (recorded !== '' && identityOf(leader).startTime === recorded) process.kill(-leader, 'SIGKILL');
}
