import { chmod, copyFile, cp, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { packageFolder } from '../core/package-folder.ts';
import type { ImageContent } from './image-content.ts';
import { toJavaScript } from './to-javascript.ts';

/** What packages bring along and no program reads; licences stay. */
const NOT_NEEDED = /(?:\.[cm]?ts|\.map|(?<!licen[cs]e)\.(?:md|markdown))$/i;

/**
 * Lays an image's content out as its Dockerfile wants it: package.json, harness/ (JavaScript, with links that are called
 * main.ts, so that a program has the same path in every image), and vendor/node_modules. Returns the names at the top.
 */
export async function stageContent(content: ImageContent, folder: string): Promise<string[]> {
  const { harness, files, programs, packages, dockerfile } = content;
  await writeFile(join(folder, 'Dockerfile'), dockerfile);
  await copyFile(join(packageFolder(), 'package.json'), join(folder, 'package.json'));
  await Promise.all(files.map((file) => copyTo(join(harness.path, file), join(folder, 'harness', file))));
  if (harness.extension === '.ts') await toJavaScript(join(folder, 'harness'));
  for (const program of programs) {
    const path = join(folder, 'harness', program.replace(/\.[jt]s$/, ''));
    await symlink(`${basename(path)}.js`, `${path}.ts`);
  }
  await mkdir(join(folder, 'vendor', 'node_modules'), { recursive: true });
  for (const { folder: from, place } of packages) {
    await cp(from, join(folder, 'vendor', 'node_modules', place), { recursive: true, filter: wanted(from) });
  }
  await makeReadable(folder);
  return ['Dockerfile', 'package.json', 'harness', 'vendor'];
}

async function copyTo(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to);
}

/** Packages below a package have a place of their own. */
function wanted(root: string): (path: string) => boolean {
  return (path) => path !== join(root, 'node_modules') && !path.includes(`${sep}.bin${sep}`) && !NOT_NEEDED.test(path);
}

/** Images run as other users, whatever the umask was here. */
async function makeReadable(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
  }
}
