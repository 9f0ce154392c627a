import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Whether a path in a container is there by a copy of a file or folder of this machine, as path there -> path here. */
export function isCopied(path: string, copies: Readonly<Record<string, string>>): boolean {
  return Object.entries(copies).some(([target, source]) => {
    if (path === target) return true;
    const folder = target.endsWith('/') ? target : `${target}/`;
    return path.startsWith(folder) && existsSync(join(source, path.slice(folder.length)));
  });
}
