import { delimiter } from 'node:path';

/** Where ip, nft and the servers are on systems that leave these folders out of an ordinary user's PATH. */
const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** The environment for programs of the system: ours, with the system's folders at the end of PATH. */
export function toolEnvironment(): NodeJS.ProcessEnv {
  const path = [process.env.PATH, ...SYSTEM_FOLDERS].filter(Boolean).join(delimiter);
  return { ...process.env, PATH: path };
}
