import { lstat, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ABOUT, type About, type FetchedVersion } from '../core/fetched-versions.ts';
import { tellVersion } from '../core/find-program.ts';
import type { DebianPackages, Gateway, GatewayImage } from '../core/gateway.ts';
import { ProblemError } from '../core/problem.ts';
import type { DebianSuite } from './debian-suites.ts';
import type { Debian } from './open-debian.ts';
import { unpack } from './unpack.ts';

/** What is to be fetched, and into where. */
export interface FetchOptions {
  /** How the version begins, as `1.30`; null for the newest. */
  readonly prefix: string | null;
  /** Where fetched versions are. */
  readonly folder: string;
  readonly progress: (text: string) => void;
}

/**
 * Gets a version of a gateway from Debian, unpacked in a folder of its own; the machine's packages are left alone. What
 * is there already is made anew.
 *
 * @throws {ProblemError} environment: no way to a mirror, no such version in Debian, or it does not run here
 */
export async function fetchGateway(gateway: Gateway, from: Debian, options: FetchOptions): Promise<FetchedVersion> {
  const { debian, image } = gateway;
  if (!debian || !image) throw notFromDebian(gateway);
  await demandMergedUsr();
  const apt = await from.suiteWith(debian.packages[0], options.prefix);
  options.progress(`downloading ${debian.packages.join(', ')} of ${apt.suite}`);
  // A shell is what some gateways start their helpers by.
  const packages = await apt.download([...debian.packages, 'dash']);
  const parent = join(options.folder, gateway.name);
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
