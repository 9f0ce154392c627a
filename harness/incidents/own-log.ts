import type { Dialect } from '../core/dialect.ts';
import { type LogEntry, SAYS_NOTHING } from '../core/log-entry.ts';
import { loadFolder } from '../core/registry.ts';

/** Reads lines of a log whose gateway is known, by the dialects of that gateway alone; what none of them reads is left out. */
export async function ownLogReader(): Promise<(lines: readonly string[], gateway: string) => LogEntry[]> {
  const dialects = await loadFolder<Dialect>('dialects');
  return (lines, gateway) => {
    const own = dialects.filter((dialect) => dialect.gateway === gateway);
    return lines.flatMap((text, index) => entryOf(text, index + 1, own) ?? []);
  };
}

function entryOf(text: string, line: number, dialects: readonly Dialect[]): LogEntry | null {
  for (const { name, gateway, read } of dialects) {
    const said = read(text);
    if (said) return { ...SAYS_NOTHING, ...said, dialect: name, gateway, line, text };
  }
  return null;
}
