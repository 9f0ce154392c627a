import type { ReadLine } from '../../core/dialect.ts';

/** What is read from a line that is of the dialect and tells of nothing that went wrong: a start, a notice. */
export const NOTHING_WRONG: ReadLine = { kind: 'access' };
