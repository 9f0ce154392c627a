import { execa } from 'execa';
import { ProblemError } from '../core/problem.ts';

/**
 * The mirror of Debian that this machine's own apt asks.
 * @throws {ProblemError} environment, `no-apt` or `no-mirror`
 */
export async function debianMirror(): Promise<string> {
  const asked = await execa('apt-get', ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages'], {
    reject: false,
    stdin: 'ignore',
  });
  if (asked.code === 'ENOENT') {
    const message = 'apt-get, which fetches the packages of Debian, is not on this machine';
    const hint = 'fetch on Debian or its kin, or take another version in a container: --runtime docker';
    throw new ProblemError('environment', [{ code: 'no-apt', message, hint }]);
  }
  const mirror = mirrorAmong((asked.stdout ?? '').split('\n'));
  if (mirror !== undefined) return mirror;
  const message = "none of the sources of this machine's apt is a mirror of Debian";
  const hint = 'name one: --mirror URL, as it stands in a source of apt before the suite';
  throw new ProblemError('environment', [{ code: 'no-mirror', message, hint }]);
}

/** The first repository that is Debian's main one: every mirror has it in a folder of that name. */
export function mirrorAmong(repositories: readonly string[]): string | undefined {
  return repositories.map((repository) => repository.trim()).find((repository) => /\/debian\/?$/.test(repository));
}
