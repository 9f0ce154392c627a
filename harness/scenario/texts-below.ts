import { isUtf8 } from 'node:buffer';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Octets; nobody writes a configuration that is larger. */
const LARGEST = 256 * 1024;
/** Files of one folder that are looked at: what has more is no configuration. */
const MOST = 500;

/** The texts among files and in folders with all below them. What cannot be read, is large or is no text is left out. */
export async function textsBelow(paths: readonly string[]): Promise<string[]> {
  const files = (await Promise.all(paths.map(filesAt))).flat();
  const texts = await Promise.all(files.map(textOf));
  return texts.filter((text) => text !== null);
}

async function filesAt(path: string): Promise<string[]> {
  const stats = await stat(path).catch(() => null);
  if (!stats?.isDirectory()) return stats?.isFile() ? [path] : [];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return files.slice(0, MOST);
}

async function textOf(path: string): Promise<string | null> {
  if ((await stat(path)).size > LARGEST) return null;
  const octets = await readFile(path).catch(() => Buffer.of(0));
  return octets.includes(0) || !isUtf8(octets) ? null : octets.toString('utf8');
}
