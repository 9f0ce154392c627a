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

  async #open() {
    return await open(this.#path, 'r').catch(() => null);
  }
}
