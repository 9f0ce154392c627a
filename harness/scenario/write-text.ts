import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { messageOf, ProblemError } from '../core/problem.ts';

/**
 * Writes a file with the folders above it. With `keep`, one that is there already is left alone, and the answer is false.
 * @throws {ProblemError} environment: it cannot be written
 */
export async function writeText(file: string, text: string, options: { keep: boolean }): Promise<boolean> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: options.keep ? 'wx' : 'w' });
    return true;
  } catch (cause) {
    if (options.keep && (cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    const problem = { code: 'unwritable-file', message: `${file} cannot be written: ${messageOf(cause)}` };
    throw new ProblemError('environment', [problem], { cause });
  }
}
