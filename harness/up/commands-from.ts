import { once } from 'node:events';
import type { Readable } from 'node:stream';

/** Where a person's keys come from: a terminal, or lines of a pipe. */
export type Input = Readable & { isTTY?: boolean; setRawMode?(on: boolean): unknown };

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

/**
 * The keys that a person presses, one at a time; from a pipe the characters of its lines. Ends with the input, with
 * Ctrl-D, or with the signal. In raw mode Ctrl-C is a key like any other, so it is turned into the signal's cause here.
 */
export async function* commandsFrom(input: Input, signal: AbortSignal): AsyncGenerator<string> {
  input.setRawMode?.(true);
  try {
    for await (const key of keys(input, signal)) {
      if (key === CTRL_C) process.kill(process.pid, 'SIGINT');
      else if (key === CTRL_D) return;
      else if (key.trim() !== '') yield key;
    }
  } finally {
    input.setRawMode?.(false);
    input.pause();
  }
}

async function* keys(input: Input, signal: AbortSignal): AsyncGenerator<string> {
  const ended = once(input, 'end', { signal }).catch(() => []);
  for (;;) {
    const data = once(input, 'data', { signal }).catch(() => []);
    const [chunk] = await Promise.race([data, ended]);
    if (chunk === undefined) return;
    yield* String(chunk);
  }
}
