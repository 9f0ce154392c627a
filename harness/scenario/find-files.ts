import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { messageOf, type Problem } from '../core/problem.ts';

/** A scenario file: where it is, how people see it, and the id that it gives its scenario. */
export interface ScenarioFile {
  readonly path: string;
  readonly shown: string;
  readonly id: string;
}

/** The folder below which ids begin. */
const SCENARIOS = 'scenarios';
/** YAML that is no scenario. */
const CONFIG = /^gatecrash\.ya?ml$/;
const EXTENSION = /\.ya?ml$/;

/**
 * The scenario files at some paths, each once: files (`a.yaml`, `a.yaml:12`) and folders with all below them, but for
 * folders that begin with a dot, node_modules and gatecrash.yaml. `root` is the folder that relative paths begin at.
 */
export async function findFiles(
  paths: readonly string[],
  root: string,
): Promise<{ files: ScenarioFile[]; problems: Problem[] }> {
  const found = await Promise.all(paths.map((path) => findAt(path, root)));
  const files = new Map(found.flatMap((one) => ('files' in one ? one.files : [])).map((file) => [file.path, file]));
  return { files: [...files.values()], problems: found.flatMap((one) => ('problem' in one ? [one.problem] : [])) };
}

/** How people see a path: relative to the root where it lies below it. */
export function shownPath(path: string, root: string): string {
  const below = relative(root, path);
  return below === '' || below.startsWith('..') ? path : below;
}

async function findAt(given: string, root: string): Promise<{ files: ScenarioFile[] } | { problem: Problem }> {
  const path = resolve(root, given);
  const plain = path.replace(/(?::\d+){1,2}$/, '');
  try {
    const { target, stats } = await statEither(path, plain);
    if (!stats.isDirectory()) return { files: [toFile(target, dirname(target), root)] };
    const files = (await listYaml(target)).map((file) => toFile(file, target, root));
    if (files.length > 0) return { files };
    return { problem: { code: 'no-scenarios', message: `there is no YAML file in ${shownPath(target, root)}` } };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      return { problem: { code: 'missing-file', message: `there is no file or folder ${given}` } };
    return { problem: { code: 'unreadable-file', message: `${given} cannot be read: ${messageOf(error)}` } };
  }
}

async function statEither(path: string, plain: string) {
  try {
    return { target: path, stats: await stat(path) };
  } catch (error) {
    if (plain === path) throw error;
    return { target: plain, stats: await stat(plain) };
  }
}

async function listYaml(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = await Promise.all(entries.filter(isSearched).map((entry) => listYaml(join(folder, entry.name))));
  const here = entries.filter(
    (entry) => !entry.isDirectory() && EXTENSION.test(entry.name) && !CONFIG.test(entry.name),
  );
  return [...here.map((entry) => join(folder, entry.name)), ...nested.flat()];
}

function isSearched(entry: Dirent): boolean {
  return entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules';
}

function toFile(path: string, folder: string, root: string): ScenarioFile {
  const parts = dirname(path).split(sep);
  const nearest = parts.lastIndexOf(SCENARIOS);
  const base = nearest === -1 ? folder : parts.slice(0, nearest + 1).join(sep);
  const id = relative(base, path).replace(EXTENSION, '').split(sep).join('/');
  return { path, shown: shownPath(path, root), id: id === '' ? basename(path) : id };
}
