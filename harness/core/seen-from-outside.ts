import { join } from 'node:path';

/** Where a file in a writable folder of a launch is for whoever does not share the gateway's view: relative to its folder. */
export function seenFromOutside(path: string): string {
  return join('view', 'fresh', path);
}
