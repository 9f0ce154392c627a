import { existsSync } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ProblemError } from '../core/problem.ts';

/** A package that an image needs. */
export interface PlacedPackage {
  /** Its folder on this machine. */
  readonly folder: string;
  /** Its folder within the image's node_modules. */
  readonly place: string;
  readonly version: string;
}

interface Manifest {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Need {
  readonly name: string;
  /** The folder that imports it, here, and its place within node_modules; '' for our own code. */
  readonly from: string;
  readonly parent: string;
}

/**
 * Packages and all that they depend on, as Node finds them from `from`, each with a place in a node_modules of its own: at
 * the top, or below its dependent where another version has that place.
 * @throws {ProblemError} environment, `package-missing`
 */
export async function packageTree(names: readonly string[], from: string): Promise<readonly PlacedPackage[]> {
  const placed = new Map<string, PlacedPackage>();
  const waiting: Need[] = names.map((name) => ({ name, from, parent: '' }));
  for (let need = waiting.shift(); need !== undefined; need = waiting.shift()) {
    const folder = await findPackage(need);
    const top = placed.get(need.name);
    if (top?.folder === folder) continue;
    const place = top ? `${need.parent}/node_modules/${need.name}` : need.name;
    if (placed.has(place)) continue;
    const manifest: Manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    placed.set(place, { folder, place, version: manifest.version });
    for (const name of dependencies(manifest)) waiting.push({ name, from: folder, parent: place });
  }
  return [...placed.values()].sort((a, b) => (a.place < b.place ? -1 : 1));
}

/** Optional ones are left out: nothing that an image runs is native. */
function dependencies({ dependencies = {}, optionalDependencies = {} }: Manifest): string[] {
  return Object.keys(dependencies).filter((name) => !(name in optionalDependencies));
}

async function findPackage({ name, from }: Need): Promise<string> {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return await realpath(candidate);
    if (folder === dirname(folder)) break;
  }
  const message = `the package ${name}, which an image needs, is not installed beside gatecrash`;
  throw new ProblemError('environment', [{ code: 'package-missing', message, hint: 'run `npm ci` again' }]);
}
