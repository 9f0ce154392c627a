import type { Screen, Sink } from '../../harness/core/reporter.ts';

/** A sink that keeps what was written: `out`, `err`, and each picture of the live area that differs from the last. */
export interface RecordingSink extends Sink {
  readonly written: { out: string; err: string; status: string[] };
}

/** A sink for a screen; without a terminal and 100 columns wide where nothing else is said. */
export function recordingSink(screen: Partial<Screen> = {}, env: Sink['env'] = {}): RecordingSink {
  const written = { out: '', err: '', status: [] as string[] };
  return {
    written,
    out: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
    },
    status: (lines) => {
      if (written.status.at(-1) !== lines.join('\n')) written.status.push(lines.join('\n'));
    },
    totals: true,
    screen: { tty: false, width: 100, colors: false, ...screen },
    env,
  };
}
