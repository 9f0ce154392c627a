import { setTimeout as pause } from 'node:timers/promises';
import { now } from '../../core/clock.ts';
import type { OutputLine } from './ground.ts';
import type { LogTail } from './log-tail.ts';

/** Between two looks into the log files, in milliseconds. A log sends no event that could be awaited. */
const PAUSE = 50;

/** Where a gateway's lines come from: its log files, and what it says on stdout and stderr, which only grows. */
export interface LogSources {
  readonly files: readonly LogTail[];
  output(): readonly OutputLine[];
}

/** Tells every line that a gateway writes from now on, until the signal. Lines of one file come in their order. */
export async function followLog(
  { files, output }: LogSources,
  tell: (line: OutputLine) => void,
  signal: AbortSignal,
): Promise<void> {
  const marks = await Promise.all(files.map((file) => file.mark()));
  let said = output().length;
  while (!signal.aborted) {
    for (const line of output().slice(said)) tell(line);
    said = output().length;
    for (const [index, file] of files.entries()) {
      const { lines, next } = await file.next(marks[index] ?? 0);
      marks[index] = next;
      for (const text of lines) tell({ at: now(), text });
    }
    await pause(PAUSE, undefined, { signal }).catch(() => {});
  }
}
