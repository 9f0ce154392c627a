import type { LogEntry } from '../core/log-entry.ts';
import { isTrouble, shapeKey, shapeOf } from './shape.ts';
import { LATE } from './traces.ts';
import { wentWrong } from './went-wrong.ts';

/** What a run left behind, as far as a log could say it. */
export interface LeftBehind {
  readonly entries: readonly LogEntry[];
  /** What clients got; null for no response. */
  readonly statuses: readonly (number | null)[];
  /** How long the answers took, in milliseconds. */
  readonly times: readonly number[];
}

/** One part of a signature: what the log has, what came out, and whether it is the same; null where the log does not say it. */
export interface Part {
  readonly what: 'status' | 'log line' | 'time';
  readonly log: string;
  readonly run: string;
  readonly same: boolean | null;
}

/** The signature of a group of lines beside that of a run. */
export function compareSignature(log: readonly LogEntry[], run: LeftBehind): Part[] {
  return [statusPart(log, run), linePart(log, run), timePart(log, run)];
}

/** Whether the same came out: every part that the log tells of, and at least one. */
export function isSame(parts: readonly Part[]): boolean {
  return parts.some(({ same }) => same === true) && parts.every(({ same }) => same !== false);
}

function statusPart(log: readonly LogEntry[], { statuses }: LeftBehind): Part {
  const wanted = [...new Set(log.map(({ status }) => status).filter((status) => status !== null && isTrouble(status)))];
  const shown = [...new Set(statuses)].map((status) => status ?? 'none');
  const same = wanted.length === 0 ? null : wanted.some((status) => status !== null && statuses.includes(status));
  return { what: 'status', log: wanted.join(', ') || 'not in the log', run: shown.join(', ') || 'none', same };
}

/** Lines are the same where they say the same but for what differs from request to request. */
function linePart(log: readonly LogEntry[], { entries }: LeftBehind): Part {
  const wanted = telling(log);
  const shown = telling(entries);
  const keys = new Set(shown.map(keyOf));
  const found = wanted.find((entry) => keys.has(keyOf(entry)));
  const run = shown.find((entry) => found && keyOf(entry) === keyOf(found)) ?? shown[0];
  const same = wanted.length === 0 ? null : found !== undefined;
  return { what: 'log line', log: textOf(found ?? wanted[0]), run: textOf(run), same };
}

/** Error lines where there are any; else access lines that say why. */
function telling(entries: readonly LogEntry[]): LogEntry[] {
  const wrong = entries.filter(wentWrong);
  const errors = wrong.filter(({ kind }) => kind === 'error');
  return errors.length > 0 ? errors : wrong.filter(({ code, message }) => code !== null || message !== null);
}

function keyOf(entry: LogEntry): string {
  return shapeKey({ ...shapeOf(entry), status: null });
}

function textOf(entry: LogEntry | undefined): string {
  if (!entry) return 'none';
  const { code, message } = entry;
  return message?.includes(code ?? '\n') ? message : [code, message].filter((part) => part !== null).join(' ');
}

function timePart(log: readonly LogEntry[], { times }: LeftBehind): Part {
  const known = log.map(({ ms }) => ms).filter((ms) => ms !== null);
  const [wanted, shown] = [known[0], times[0]];
  if (wanted === undefined || shown === undefined)
    return {
      what: 'time',
      log: wanted === undefined ? 'not in the log' : inWords(wanted),
      run: shown === undefined ? 'none' : inWords(shown),
      same: null,
    };
  const same = times.some((ms) => known.some((other) => ms >= LATE === other >= LATE));
  return { what: 'time', log: inWords(wanted), run: inWords(shown), same };
}

function inWords(ms: number): string {
  const exact = ms >= 1000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms)} ms`;
  return `${ms >= LATE ? 'late' : 'at once'} (${exact})`;
}
