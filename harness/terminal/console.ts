import type { Writable } from 'node:stream';
import { createLogUpdate } from 'log-update';
import type { Screen } from '../core/reporter.ts';

/** stdout and stderr of one run, with the live area that stays below all that is written. */
export interface Console {
  out(text: string): void;
  err(text: string): void;
  /** The lines of the live area; none clears it. */
  status(lines: readonly string[]): void;
}

/** What a console writes to. */
export type ConsoleStream = Writable & { readonly isTTY?: boolean };

/**
 * Opens the console. A reader that went away (EPIPE, `gatecrash run | head`) is no failure: what would be written to it
 * is dropped. Any other error of a stream goes to `onError`.
 */
export function openConsole(
  { stdout, stderr, screen }: { stdout: ConsoleStream; stderr: ConsoleStream; screen: Screen },
  onError: (error: Error) => void,
): Console {
  const draw = createLogUpdate(stderr, { showCursor: true, defaultWidth: screen.width });
  const out = tolerant(stdout, onError);
  const err = tolerant(stderr, onError);
  // stdout may be a terminal while stderr goes to a file, which must hold no escape codes.
  const live = screen.tty && stderr.isTTY === true;
  let shown: readonly string[] = [];
  const status = (lines: readonly string[]): void => {
    if (!live || (lines.length === 0 && shown.length === 0)) return;
    shown = lines;
    if (lines.length === 0) draw.clear();
    else draw(lines.map((line) => fit(line, screen.width)).join('\n'));
  };
  const aside = (write: () => void): void => {
    const lines = shown;
    status([]);
    write();
    status(lines);
  };
  return { out: (text) => aside(() => out(text)), err: (text) => aside(() => err(text)), status };
}

/** The listener stays for the life of the process: stdout may break after the last write of ours was accepted. */
function tolerant(stream: ConsoleStream, onError: (error: Error) => void): (text: string) => void {
  let gone = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    gone = true;
    if (error.code !== 'EPIPE') onError(error);
  });
  return (text) => {
    if (!gone) stream.write(text);
  };
}

/** A line that wraps would throw the count of lines out that the live area goes by. */
function fit(line: string, width: number): string {
  return line.length < width ? line : `${line.slice(0, Math.max(0, width - 2))}…`;
}
