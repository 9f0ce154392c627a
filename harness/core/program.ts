import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The path of a program of ours that is started as a process of its own. Named without an extension, relative to the
 * module that asks: it is `.ts` in the sources and `.js` in the published package.
 */
export function programPath(importMetaUrl: string, name: string): string {
  return fileURLToPath(new URL(`${name}${extname(fileURLToPath(importMetaUrl))}`, importMetaUrl));
}
