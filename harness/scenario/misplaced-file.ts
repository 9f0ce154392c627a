import { basename, isAbsolute, normalize } from 'node:path';
import type { Complaint } from './report.ts';

/** What is wrong with the name of a file that a gateway looks for at its own place; undefined for an absolute path. */
export function misplacedFile(name: string): Complaint | undefined {
  if (isAbsolute(name) && normalize(name) === name && basename(name) !== '') return undefined;
  const hint = 'files stand where the gateway looks for them, such as /etc/nginx/nginx.conf';
  return { code: 'wrong-name', message: `"${name}" is no absolute path of a file`, hint, at: 'key' };
}
