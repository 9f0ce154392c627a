import type { Launch } from '../../core/gateway.ts';

/**
 * Folders such as /run/haproxy, which an installed package has made at boot or its service at its first start, and which
 * images, and machines where the service was never started, lack: those below the launch's writable folders that its files
 * and variables name.
 */
export function foldersWithin({ writable = [], placed = {}, env = {} }: Launch): string[] {
  const texts = [...Object.values(placed), ...Object.values(env)];
  const paths = texts.flatMap((text) => text.match(/(?<![\w.:/])(?:\/[\w.@-]+){3,}/g) ?? []);
  const parents = paths.map((path) => path.slice(0, path.lastIndexOf('/')));
  return [...new Set(parents)].filter((path) => writable.some((folder) => path.startsWith(`${folder}/`)));
}
