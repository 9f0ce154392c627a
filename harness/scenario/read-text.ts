import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { messageOf, type Problem } from '../core/problem.ts';

/** Bytes; a scenario is a page of text, and anything larger is a mistake. */
const LARGEST = 1024 * 1024;

/** The text of a file, or why it cannot be one that a person wrote for us. */
export type ReadText = { readonly text: string } | { readonly problem: Problem };

/**
 * Reads a small UTF-8 text file. What is missing, no plain file, too large or binary is refused before it is read whole.
 * `shown` is the name that people see.
 */
export async function readText(file: string, shown: string): Promise<ReadText> {
  const refuse = (code: string, message: string, hint?: string): ReadText => ({
    problem: { code, message, hint, place: { file: shown, line: 1, column: 1 } },
  });
  try {
    const stats = await stat(file);
    if (!stats.isFile()) return refuse('not-a-file', `${shown} is no plain file`);
    if (stats.size > LARGEST)
      return refuse(
        'too-large',
        `${shown} has ${stats.size} bytes; at most 1 MiB is read`,
        'split it into several files',
      );
    const bytes = await readFile(file);
    if (bytes.includes(0) || !isUtf8(bytes))
      return refuse('binary-file', `${shown} is not UTF-8 text`, 'only YAML in UTF-8 is read');
    const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
    return text.trim() === '' ? refuse('empty-file', `${shown} is empty`) : { text };
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (missing) return refuse('missing-file', `there is no file ${shown}`);
    return refuse('unreadable-file', `${shown} cannot be read: ${messageOf(error)}`);
  }
}
