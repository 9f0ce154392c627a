import { execa } from 'execa';
import { ProblemError } from '../core/problem.ts';
import type { Engine } from './engine.ts';
import { engineEvents } from './engine-events.ts';
import { builtReference, LABEL } from './image-reference.ts';
import type { Suite } from './suite.ts';

/** What no container reads. */
const LEFT_OUT = ['doc', 'info', 'locale', 'man'].map((folder) => `--dpkgopt=path-exclude=/usr/share/${folder}/*`);

/**
 * Makes Debian's smallest system into an image by mmdebstrap, from Debian's packages, so that no image registry is needed.
 * @throws {ProblemError} environment, `no-mmdebstrap` or `mmdebstrap-failed`
 */
export async function makeDebianBase({ docker }: Engine, suite: Suite, signal?: AbortSignal): Promise<void> {
  const bootstrap = execa('mmdebstrap', bootstrapArgs(suite), {
    buffer: { stdout: false },
    stdin: 'ignore',
    ...(signal && { cancelSignal: signal }),
  });
  // No tag yet: the engine would take half a system too.
  const [imported, ended] = await Promise.allSettled([importArchive(docker, bootstrap.readable()), bootstrap]);
  if (ended.status === 'rejected') {
    if (imported.status === 'fulfilled') await docker.getImage(imported.value).remove();
    signal?.throwIfAborted();
    throw bootstrapFailed(ended.reason);
  }
  if (imported.status === 'rejected') throw imported.reason;
  const reference = builtReference('debian', suite);
  await docker.getImage(imported.value).tag({ repo: reference.slice(0, -(suite.length + 1)), tag: suite });
}

/** What a suite needs beside the common arguments. */
const OF_SUITE: Readonly<Record<Suite, readonly string[]>> = {
  // Without these the package usrmerge merges /usr, and brings 45 MB of Perl along.
  bookworm: ['--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr', '--include=usr-is-merged'],
  trixie: [],
  // A mirror may be older than sid's index allows; Debian's releases have no such date.
  sid: ['--aptopt=Acquire::Check-Valid-Until "false"'],
};

function bootstrapArgs(suite: Suite): string[] {
  return ['--variant=minbase', '--format=tar', ...OF_SUITE[suite], ...LEFT_OUT, suite, '-'];
}

/** The id of the image that an archive of a file system becomes. */
async function importArchive(docker: Engine['docker'], archive: NodeJS.ReadableStream): Promise<string> {
  const answer = await docker.importImage(archive, { changes: `LABEL ${LABEL}=debian` });
  let id = '';
  for await (const { status = '' } of engineEvents(answer)) id = status;
  return id;
}

function bootstrapFailed(error: { code?: string; stderr?: string; message?: string }): ProblemError {
  if (error.code === 'ENOENT') {
    const message = 'mmdebstrap, which makes the Debian base of images, is not on this machine';
    return new ProblemError('environment', [
      { code: 'no-mmdebstrap', message, hint: 'install the package mmdebstrap (Debian and its kin have it)' },
    ]);
  }
  const said = (error.stderr ?? error.message ?? '').trim().split('\n').slice(-3).join('; ');
  const hint = 'it needs root or user namespaces, the package debian-archive-keyring, and a way to a mirror of Debian';
  return new ProblemError('environment', [
    { code: 'mmdebstrap-failed', message: `mmdebstrap could not make the Debian base of images: ${said}`, hint },
  ]);
}
