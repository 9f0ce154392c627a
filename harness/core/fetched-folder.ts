import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder that versions of gateways are fetched into: `gatecrash/gateways` below XDG_CACHE_HOME, or else ~/.cache. */
export function fetchedFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'gatecrash', 'gateways');
}
