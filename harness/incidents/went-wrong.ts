import type { ReadLine } from '../core/dialect.ts';
import { isTrouble } from './shape.ts';

/** Whether a line tells of trouble: an error line, one with a code or a message, or one whose status says it. */
export function wentWrong({ kind, status, code, message }: ReadLine): boolean {
  return kind === 'error' || (code ?? null) !== null || (message ?? null) !== null || isTrouble(status ?? null);
}
