import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { HarnessFolder } from './harness-folder.ts';

/** What programs need to start. */
export interface ImportClosure {
  /** Paths below harness/, sorted: the programs, and every file that they import directly or not. */
  readonly files: readonly string[];
  /** The packages that these import by name, sorted. */
  readonly packages: readonly string[];
}

/** Imports and re-exports that are there at run time; `import type` is none. tsc puts `"` round what it rewrites. */
const IMPORTS =
  /^(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

/**
 * Follows the imports of programs, given as patterns of files without extension. What is loaded by a computed name is
 * not seen: it must be named as a program too.
 */
export async function importClosure(harness: HarnessFolder, programs: readonly string[]): Promise<ImportClosure> {
  const waiting = programs.flatMap((program) => programFiles(harness, program));
  const files = new Set<string>();
  const packages = new Set<string>();
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    const text = await readFile(join(harness.path, file), 'utf8');
    for (const specifier of importsOf(text)) {
      if (specifier.startsWith('.')) waiting.push(join(dirname(file), specifier));
      else if (!specifier.startsWith('node:')) packages.add(packageOf(specifier));
    }
  }
  return { files: [...files].sort(), packages: [...packages].sort() };
}

/** The files of a pattern. @throws {TypeError} there are none */
export function programFiles({ path, extension }: HarnessFolder, program: string): string[] {
  const found = globSync(join(path, program + extension)).filter((file) => !file.endsWith('.d.ts'));
  if (found.length === 0) throw new TypeError(`no program ${program}${extension} in ${path}`);
  return found.map((file) => relative(path, file)).sort();
}

/** The specifiers that a module of ours imports at run time. */
export function importsOf(text: string): string[] {
  return [...text.matchAll(IMPORTS)].map((match) => match[1] ?? match[2] ?? '');
}

/** `@scope/name` of `@scope/name/path`. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
