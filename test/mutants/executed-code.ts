import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One script in a coverage report of V8 (Debugger Protocol, Profiler.ScriptCoverage). Offsets are in UTF-16 units. */
interface ScriptCoverage {
  readonly url: string;
  readonly functions: readonly {
    readonly ranges: readonly { readonly startOffset: number; readonly endOffset: number; readonly count: number }[];
  }[];
}

/** A part of a file. */
export interface Region {
  readonly url: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The code that some processes have executed, from the reports that they left in a folder (NODE_V8_COVERAGE). Types are
 * replaced by blanks when they are stripped, so that offsets are those of the TypeScript file.
 */
export class ExecutedCode {
  /** By file: the scripts of each process that loaded it, as one flag for each offset. */
  readonly #flags = new Map<string, Uint8Array[]>();
  /** How many processes there were. */
  readonly processes: number;

  constructor(folder: string, isOfInterest: (url: string) => boolean) {
    const reports = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
    this.processes = reports.length;
    for (const text of reports) {
      const { result } = JSON.parse(text) as { result: readonly ScriptCoverage[] };
      for (const script of result.filter(({ url }) => isOfInterest(url))) {
        this.#flags.set(script.url, [...(this.#flags.get(script.url) ?? []), flagsOf(script)]);
      }
    }
    this.signature = signatureOf(this.#flags);
  }

  /** Equal for two where the same code was executed, however often. */
  readonly signature: string;

  /** Whether any of it was executed. What stands outside of functions is, as the file is loaded. */
  reached({ url, start, end }: Region): boolean {
    return this.#flags.get(url)?.some((flags) => flags.subarray(start, end).includes(1)) ?? false;
  }
}

/** Ranges lie within each other, and the innermost tells. */
function flagsOf({ functions }: ScriptCoverage): Uint8Array {
  const ranges = functions.flatMap((one) => one.ranges);
  const sorted = ranges.sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  const flags = new Uint8Array(Math.max(0, ...ranges.map(({ endOffset }) => endOffset)));
  for (const { startOffset, endOffset, count } of sorted) flags.fill(count > 0 ? 1 : 0, startOffset, endOffset);
  return flags;
}

function signatureOf(files: ReadonlyMap<string, readonly Uint8Array[]>): string {
  const hash = createHash('sha256');
  for (const [url, processes] of [...files].sort(([a], [b]) => a.localeCompare(b))) {
    const any = Buffer.alloc(Math.max(...processes.map(({ length }) => length)));
    for (const flags of processes)
      for (const [offset, flag] of flags.entries()) any[offset] = (any[offset] ?? 0) | flag;
    hash.update(url).update(any);
  }
  return hash.digest('hex');
}
