import { open } from 'node:fs/promises';

/** At most this much of a log is read for one case, from its end: a gateway that floods its log must not flood ours. */
const MOST = 8 * 1024 * 1024;

/** Reads what was appended to a log file since a mark. */
export class LogTail {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** The file's present size, to read on from; 0 while there is no file. */
  async mark(): Promise<number> {
    await using file = await this.#open();
    return file ? (await file.stat()).size : 0;
  }

  /** Whole lines written since the mark. */
  async since(mark: number): Promise<string[]> {
    await using file = await this.#open();
    if (!file) return [];
    const { size } = await file.stat();
    const from = Math.max(mark, size - MOST);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.max(size - from, 0)), 0, undefined, from);
    return buffer.toString('latin1', 0, bytesRead).split('\n').filter(Boolean);
  }

  /** The whole lines since the mark, and the mark behind them: a line that is being written is for the next time. */
  async next(mark: number): Promise<{ readonly lines: readonly string[]; readonly next: number }> {
    await using file = await this.#open();
    const size = file ? (await file.stat()).size : 0;
    // A file that is shorter than it was has been begun anew.
    const from = size < mark ? 0 : mark;
    if (!file || size === from) return { lines: [], next: from };
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(size - from, MOST)), 0, undefined, from);
    const end = buffer.subarray(0, bytesRead).lastIndexOf('\n') + 1;
    // No line is as long as this.
    const taken = end === 0 && bytesRead === MOST ? bytesRead : end;
    return { lines: buffer.toString('latin1', 0, taken).split('\n').filter(Boolean), next: from + taken };
  }

  async #open() {
    return await open(this.#path, 'r').catch(() => null);
  }
}
