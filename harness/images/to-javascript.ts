import { execa } from 'execa';
import { programPath } from '../core/program.ts';

/**
 * Turns a folder's TypeScript into JavaScript, with imports that say `.js`, and removes the sources: the Node.js of
 * distributions (Debian's, for one) is built without type stripping. Node's own stripping does it, in a process of its
 * own, since Node announces it as experimental.
 */
export async function toJavaScript(folder: string): Promise<void> {
  const program = programPath(import.meta.url, './strip-types/main');
  await execa(process.execPath, ['--disable-warning=ExperimentalWarning', program, folder]);
}
