import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ProblemError } from '../core/problem.ts';
import { inVersionRange } from '../core/version-range.ts';
import { debianMirror } from './debian-mirror.ts';
import { DEBIAN_SUITES, type DebianSuite } from './debian-suites.ts';
import { PrivateApt } from './private-apt.ts';

/** Where Debian's packages come from. */
export interface DebianOptions {
  /** The only suite to look in. */
  readonly suite?: DebianSuite | undefined;
  /** Instead of the mirror that the machine's apt asks. */
  readonly mirror?: string | undefined;
  readonly progress: (text: string) => void;
}

/** Debian's suites, each of which is asked once, when it is first looked into. */
export class Debian {
  readonly #folder: string;
  readonly #mirror: string;
  readonly #options: DebianOptions;
  readonly #asked = new Map<DebianSuite, PrivateApt>();

  constructor(folder: string, mirror: string, options: DebianOptions) {
    this.#folder = folder;
    this.#mirror = mirror;
    this.#options = options;
  }

  /**
   * The newest suite whose version of a package begins as is wanted.
   * @throws {ProblemError} environment: none has it, or there is no way to the mirror
   */
  async suiteWith(name: string, prefix: string | null): Promise<PrivateApt> {
    const has: string[] = [];
    const suites = this.#options.suite ? [this.#options.suite] : DEBIAN_SUITES.toReversed();
    for (const suite of suites) {
      const apt = await this.#ask(suite);
      const version = await apt.versionOf(name);
      if (version !== null && (prefix === null || inVersionRange(version, `=${prefix}`))) return apt;
      has.push(`${version ?? 'none'} (${suite})`);
    }
    const message = `Debian has no ${name} ${prefix ?? ''}`.trimEnd();
    const hint = 'the makers of a gateway publish more versions as images: --runtime docker';
    throw new ProblemError('environment', [
      { code: 'no-such-version', message: `${message}: ${has.join(', ')}`, hint },
    ]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #ask(suite: DebianSuite): Promise<PrivateApt> {
    const asked = this.#asked.get(suite) ?? new PrivateApt(suite, join(this.#folder, suite), this.#mirror);
    if (this.#asked.has(suite)) return asked;
    this.#options.progress(`asking Debian what ${suite} has`);
    await asked.update();
    this.#asked.set(suite, asked);
    return asked;
  }
}

/**
 * Opens Debian by the mirror of this machine, with a folder for it below another that is removed in the end.
 * @throws {ProblemError} environment: no apt, or no mirror
 */
export async function openDebian(parent: string, options: DebianOptions): Promise<Debian> {
  const mirror = options.mirror ?? (await debianMirror());
  await mkdir(parent, { recursive: true });
  return new Debian(await mkdtemp(join(parent, '.apt-')), mirror, options);
}
