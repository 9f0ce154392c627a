import { join } from 'node:path';
import type { Launch } from '../../core/gateway.ts';
import { seenFromInside } from '../../core/seen-from-inside.ts';
import type { ContainerEntries } from '../worker/engine-request.ts';

/** What the namespaces that a gateway joins have for it: a file of its own in their place would be hidden. */
const SHARED = ['/etc/hosts', '/etc/resolv.conf'];

/** What a launch puts into a container. Its log files lead to the folder that the driver reads them in. */
export function entriesOf({ placed = {}, writable = [], logs = [] }: Launch, dir: string): ContainerEntries {
  const files = Object.entries(placed).filter(([path]) => !SHARED.includes(path));
  const links = logs.flatMap((log): [string, string][] => {
    const path = seenFromInside(log);
    return path === undefined ? [] : [[path, join(dir, log)]];
  });
  return { folders: writable, files: Object.fromEntries(files), links: Object.fromEntries(links) };
}
