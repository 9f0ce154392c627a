import { lstat, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { tellVersion } from '../core/find-program.ts';
import type { DebianPackages, Gateway, GatewayImage } from '../core/gateway.ts';
import { ProblemError } from '../core/problem.ts';
import { inVersionRange } from '../core/version-range.ts';
import { debianMirror } from './debian-mirror.ts';
import { DEBIAN_SUITES, type DebianSuite } from './debian-suites.ts';
import { fetchedFolder } from './fetched-folder.ts';
import { ABOUT, type About, type FetchedVersion } from './fetched-versions.ts';
import { PrivateApt } from './private-apt.ts';
import { unpack } from './unpack.ts';

/** What is to be fetched. */
export interface FetchOptions {
  /** How the version begins, as `1.30`; null for the newest. */
  readonly prefix: string | null;
  /** The only suite to look in. */
  readonly suite?: DebianSuite | undefined;
  /** Instead of the mirror that the machine's apt asks. */
  readonly mirror?: string | undefined;
  /** Instead of the usual folder. */
  readonly folder?: string | undefined;
  readonly progress: (text: string) => void;
}

/**
 * Gets a version of a gateway from Debian, unpacked in a folder of its own; the machine's packages are left alone. What
 * is there already is made anew.
 *
 * @throws {ProblemError} environment: no apt, no way to a mirror, no such version in Debian, or it does not run here
 */
export async function fetchGateway(gateway: Gateway, options: FetchOptions): Promise<FetchedVersion> {
  const { debian, image } = gateway;
  if (!debian || !image) throw notFromDebian(gateway);
  await demandMergedUsr();
  const folder = options.folder ?? fetchedFolder();
  const apt = await suiteWith(gateway.title, debian, folder, options);
  options.progress(`downloading ${debian.packages.join(', ')} of ${apt.suite}`);
  // A shell is what some gateways start their helpers by.
  const packages = await apt.download([...debian.packages, 'dash']);
  const parent = join(folder, gateway.name);
  await mkdir(parent, { recursive: true });
  const fresh = await mkdtemp(join(parent, '.new-'));
  try {
    options.progress(`unpacking ${packages.length} packages`);
    await unpack(packages, debian.program, fresh);
    const about = await tried(gateway, image, debian, fresh, apt.suite);
    const place = join(parent, about.version);
    await rm(place, { recursive: true, force: true });
    await rename(fresh, place);
    return { ...about, gateway: gateway.name, folder: place, program: join(place, about.program) };
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** The newest suite that has a version as is wanted. */
async function suiteWith(
  title: string,
  { packages }: DebianPackages,
  folder: string,
  { prefix, suite, mirror, progress }: FetchOptions,
): Promise<PrivateApt> {
  const suites = suite ? [suite] : DEBIAN_SUITES;
  const source = mirror ?? (await debianMirror());
  progress(`asking Debian what ${suites.join(', ')} ${suites.length === 1 ? 'has' : 'have'}`);
  const looked = await Promise.all(
    suites.map(async (name) => {
      const apt = new PrivateApt(name, join(folder, '.apt', name), source);
      await apt.update();
      return { apt, version: await apt.versionOf(packages[0] ?? '') };
    }),
  );
  const fitting = looked.findLast(
    ({ version }) => version !== null && (prefix === null || inVersionRange(version, `=${prefix}`)),
  );
  if (fitting) return fitting.apt;
  const has = looked.map(({ apt, version }) => `${version ?? 'none'} (${apt.suite})`).join(', ');
  const message = `Debian has no ${title} ${prefix ?? ''}: it has ${has}`;
  const hint = 'the makers of a gateway publish more versions as images: --runtime docker';
  throw new ProblemError('environment', [{ code: 'no-such-version', message, hint }]);
}

/** Asks the program in its new place for its version, and writes down what it is. */
async function tried(
  gateway: Gateway,
  image: GatewayImage,
  debian: DebianPackages,
  fresh: string,
  suite: DebianSuite,
): Promise<About> {
  const program = basename(debian.program);
  const look = await tellVersion(join(fresh, program), { args: image.versionArgs ?? [], version: image.version });
  if (!look.found) {
    const message = `${gateway.title} was fetched and does not run here: ${look.reason}`;
    const hint = 'it needs root or user namespaces';
    throw new ProblemError('environment', [{ code: 'fetched-does-not-run', message, hint }]);
  }
  const about = { version: look.version, suite, program };
  await writeFile(join(fresh, ABOUT), JSON.stringify(about));
  return about;
}

/** Where /lib is a folder of its own, the loader of the machine's libraries would be taken for the program's. */
async function demandMergedUsr(): Promise<void> {
  if ((await lstat('/lib')).isSymbolicLink()) return;
  const message = 'a fetched gateway brings a /usr of its own, and on this machine /lib is no part of /usr';
  throw new ProblemError('environment', [{ code: 'usr-not-merged', message, hint: 'use --runtime docker' }]);
}

function notFromDebian({ name, title, embedded }: Gateway): ProblemError {
  const why = embedded ? 'comes with gatecrash, in one version' : 'is not fetched from Debian';
  const hint = 'see `gatecrash gateways` for those that are known; --runtime docker takes any version of an image';
  return new ProblemError('usage', [{ code: 'cannot-be-fetched', message: `${name}: ${title} ${why}`, hint }]);
}
