import { join } from 'node:path';
import type { Launch } from '../../core/gateway.ts';
import { seenFromInside } from '../../core/seen-from-inside.ts';
import type { ContainerEntries } from '../worker/engine-request.ts';
import { foldersWithin } from '../worker/folders-within.ts';

/** What the namespaces that a gateway joins have for it: a file of its own in their place would be hidden. */
const SHARED = ['/etc/hosts', '/etc/resolv.conf'];

/** What a launch puts into a container. Its log files lead to the folder that the driver reads them in. */
export function entriesOf(launch: Launch, dir: string): ContainerEntries {
  const { placed = {}, writable = [], logs = [] } = launch;
  const files = Object.entries(placed).filter(([path]) => !SHARED.includes(path));
  const links = logs.flatMap((log): [string, string][] => {
    const path = seenFromInside(log);
    return path === undefined ? [] : [[path, join(dir, log)]];
  });
  const folders = [...writable, ...foldersWithin(launch)];
  return { folders, files: Object.fromEntries(files), links: Object.fromEntries(links) };
}
