import { readFileSync } from 'node:fs';
import { messageOf } from '../core/problem.ts';
import { inputProblem } from './input-problem.ts';

/** A file's octets, `-` for stdin; throws a ProblemError where it cannot be read. */
export function readInput(file: string): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    throw inputProblem(
      'file-unreadable',
      `${file} cannot be read: ${messageOf(error)}`,
      'give a file, or - for standard input',
    );
  }
}
