import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';

/** Folders of the root that are links into /usr since Debian merged the two, and that older packages still fill. */
const MERGED = ['bin', 'sbin', 'lib', 'lib64'];

/** What no gateway reads. */
const LEFT_OUT = ['doc', 'info', 'locale', 'man', 'lintian'].map((name) => `--exclude=./usr/share/${name}`);

/** Unpacks packages into a folder: their /usr, and a script with the program's name that runs it with that /usr. */
export async function unpack(packages: readonly string[], program: string, folder: string): Promise<void> {
  const root = join(folder, 'root');
  await mkdir(root, { recursive: true });
  for (const name of MERGED) {
    await mkdir(join(root, 'usr', name), { recursive: true });
    await symlink(`usr/${name}`, join(root, name));
  }
  const into = ['-x', '-C', root, '--keep-directory-symlink', '--no-same-owner', ...LEFT_OUT];
  for (const file of packages) {
    await execa('dpkg-deb', ['--fsys-tarfile', file], { encoding: 'buffer', buffer: { stdout: false } }).pipe(
      'tar',
      into,
    );
  }
  // Only /usr is put in place.
  for (const name of ['etc', 'var']) await rm(join(root, name), { recursive: true, force: true });
  const starter = join(folder, basename(program));
  await writeFile(starter, STARTER.replaceAll('PROGRAM', program));
  await chmod(starter, 0o755);
}

/**
 * A mount namespace of its own, in which /usr is the one of the packages: the program finds its libraries and modules
 * where it was built to look for them, and all else is the machine's. The process stays the one that was started.
 */
const STARTER = `#!/bin/sh
# Runs PROGRAM of this folder, with this folder's /usr in place of the machine's.
usr=$(dirname "$(readlink -f "$0")")/root/usr
set -- sh -c 'mount --bind "$0" /usr && exec "$@"' "$usr" PROGRAM "$@"
[ "$(id -u)" = 0 ] || set -- --map-root-user "$@"
exec unshare --mount "$@"
`;
