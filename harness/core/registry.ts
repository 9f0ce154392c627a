import { readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Loads the plug-ins of a folder below harness/: every file's default export, or the entries of it where it is a list,
 * in the order of the file names. The folder is the registry: to add a plug-in is to add a file.
 */
export async function loadFolder<Plugin>(folder: string): Promise<Plugin[]> {
  const here = extname(fileURLToPath(import.meta.url));
  const path = fileURLToPath(new URL(`../${folder}/`, import.meta.url));
  const files = readdirSync(path)
    .filter((file) => extname(file) === here && !basename(file, here).endsWith('.d'))
    .sort();
  const modules = await Promise.all(
    files.map((file) => import(pathToFileURL(join(path, file)).href) as Promise<{ default: Plugin | Plugin[] }>),
  );
  return modules.flatMap((module) => module.default);
}
