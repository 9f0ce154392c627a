import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { ProblemError } from '../core/problem.ts';
import type { DebianSuite } from './debian-suites.ts';

/** Debian's keys, where Debian's package puts them; where they are not there apt takes the machine's own. */
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * apt with a configuration of its own: one suite of Debian, in a folder, with nothing installed. It needs no root and
 * touches nothing of the machine's apt.
 */
export class PrivateApt {
  readonly suite: DebianSuite;
  readonly #folder: string;
  readonly #mirror: string;

  constructor(suite: DebianSuite, folder: string, mirror: string) {
    this.suite = suite;
    this.#folder = folder;
    this.#mirror = mirror;
  }

  /**
   * Asks the mirror which packages the suite has.
   * @throws {ProblemError} environment, `no-suite`: there is no way to the mirror, or it has no such suite
   */
  async update(): Promise<void> {
    for (const folder of ['lists/partial', 'archives/partial']) {
      await mkdir(join(this.#folder, folder), { recursive: true });
    }
    const signed = existsSync(KEYRING) ? `[signed-by=${KEYRING}] ` : '';
    await writeFile(join(this.#folder, 'sources.list'), `deb ${signed}${this.#mirror} ${this.suite} main\n`);
    await writeFile(join(this.#folder, 'status'), '');
    const updated = await this.#run('apt-get', ['update', '--error-on=any']);
    if (updated.failed) throw this.#failed('no-suite', `what Debian's ${this.suite} has cannot be learnt`, updated.all);
  }

  /** The version of a package that the suite has, without epoch and Debian's revision; null where it has none. */
  async versionOf(name: string): Promise<string | null> {
    const shown = await this.#run('apt-cache', ['show', '--no-all-versions', name]);
    const version = /^Version: (?:\d+:)?(.+)$/m.exec(shown.all ?? '')?.[1];
    return shown.failed || version === undefined ? null : version.replace(/-[^-]*$/, '');
  }

  /**
   * Downloads packages and all that they depend on, and gives the paths.
   * @throws {ProblemError} environment, `not-downloaded`
   */
  async download(names: readonly string[]): Promise<string[]> {
    const archives = join(this.#folder, 'archives');
    await rm(archives, { recursive: true });
    await mkdir(join(archives, 'partial'), { recursive: true });
    const got = await this.#run('apt-get', ['install', '--yes', '--download-only', ...names]);
    if (got.failed) throw this.#failed('not-downloaded', `${names.join(', ')} cannot be downloaded`, got.all);
    return (await readdir(archives)).filter((file) => file.endsWith('.deb')).map((file) => join(archives, file));
  }

  #failed(code: string, what: string, said = ''): ProblemError {
    const complaints = said.split('\n').filter((line) => /^(?:E|Err|W):/.test(line));
    const message = `${what}: ${complaints.slice(0, 3).join('; ') || said.trim().slice(-200) || 'apt says nothing'}`;
    const hint = 'it needs a way to a mirror of Debian; --mirror URL names another';
    return new ProblemError('environment', [{ code, message, hint }]);
  }

  async #run(program: string, args: readonly string[]): Promise<{ readonly failed: boolean; readonly all?: string }> {
    const options = this.#settings().flatMap((setting) => ['-o', setting]);
    const env = { LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
    return await execa(program, [...options, ...args], { reject: false, all: true, stdin: 'ignore', env });
  }

  #settings(): string[] {
    const folder = this.#folder;
    return [
      `Dir::Etc::SourceList=${folder}/sources.list`,
      'Dir::Etc::SourceParts=/dev/null',
      'Dir::Etc::Preferences=/dev/null',
      'Dir::Etc::PreferencesParts=/dev/null',
      `Dir::State=${folder}`,
      `Dir::State::Lists=${folder}/lists`,
      // Nothing is installed: all that is needed is downloaded.
      `Dir::State::status=${folder}/status`,
      `Dir::Cache=${folder}`,
      `Dir::Cache::Archives=${folder}/archives`,
      // The machine's settings for the user that downloads do not hold in a folder of ours.
      'APT::Sandbox::User=root',
      'APT::Install-Recommends=false',
      // A mirror may be older than sid's index allows.
      'Acquire::Check-Valid-Until=false',
      'Acquire::Languages=none',
      'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false',
      'Acquire::GzipIndexes=true',
      'Acquire::Retries=2',
      'Acquire::http::Timeout=20',
      'Acquire::https::Timeout=20',
    ];
  }
}
