import type { RunEvent } from './event.ts';

/** The terminal's facts, read once and passed in. */
export interface Screen {
  readonly tty: boolean;
  /** In columns. */
  readonly width: number;
  readonly colors: boolean;
}

/** Where a reporter writes: results to `out` (stdout or its file), progress to `err`. */
export interface Sink {
  out(text: string): void;
  err(text: string): void;
  /**
   * What stands below everything else on a terminal while the run goes on, one live area for all; none clears it. It
   * gets out of the way of all that is written. Without a terminal nothing happens.
   */
  status(lines: readonly string[]): void;
  /** False when another reporter on the same stream tells the totals after this one. */
  readonly totals: boolean;
  readonly screen: Screen;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** One format of results: one object in one file of reporters/. */
export interface Reporter {
  /** kebab-case; the file's name; what `--reporter` takes. */
  readonly name: string;
  readonly summary: string;
  /** True when what it writes is for machines, so that stdout must hold nothing else. */
  readonly machine: boolean;
  /** True when it ends with the totals of the run in words. */
  readonly totals: boolean;
  open(sink: Sink): ReporterSession;
}

/** A reporter at work on one run. */
export interface ReporterSession {
  on(event: RunEvent): void;
  /** Called once after run-ended, also on interruption. */
  close(): Promise<void> | void;
}
