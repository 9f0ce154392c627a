import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Mutant } from './mutant.ts';

const CATALOGUE = new URL('./catalogue/', import.meta.url);

/** Every mutant of the catalogue: the lists that its files export by default, in the order of the files' names. */
export async function loadMutants(): Promise<Mutant[]> {
  const files = readdirSync(fileURLToPath(CATALOGUE)).filter((file) => file.endsWith('.ts'));
  const modules = await Promise.all(
    files.sort().map((file) => import(new URL(file, CATALOGUE).href) as Promise<{ default: readonly Mutant[] }>),
  );
  return modules.flatMap((module) => module.default);
}
