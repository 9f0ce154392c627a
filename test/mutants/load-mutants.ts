import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { messageOf, ProblemError } from '../../harness/core/problem.ts';
import type { Mutant } from './mutant.ts';

const CATALOGUE = new URL('./catalogue/', import.meta.url);

/**
 * Every mutant of the catalogue: the lists that its files export by default, in the order of the files' names.
 *
 * @throws {ProblemError} usage: a file that cannot be loaded
 */
export async function loadMutants(): Promise<Mutant[]> {
  const files = readdirSync(fileURLToPath(CATALOGUE)).filter((file) => file.endsWith('.ts'));
  return (await Promise.all(files.sort().map(loadFile))).flat();
}

async function loadFile(file: string): Promise<readonly Mutant[]> {
  try {
    return ((await import(new URL(file, CATALOGUE).href)) as { default: readonly Mutant[] }).default;
  } catch (error) {
    const message = `test/mutants/catalogue/${file} cannot be loaded: ${messageOf(error)}`;
    throw new ProblemError('usage', [{ code: 'bad-catalogue', message }], { cause: error });
  }
}
