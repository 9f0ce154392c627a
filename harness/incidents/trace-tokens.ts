import type { LogEntry } from '../core/log-entry.ts';
import type { SignatureLine, Trace } from '../core/signature.ts';

/** One thing that a trace says, in the kind of line that says it. */
export interface TraceToken {
  readonly key: string;
  /** `time` is said by access lines. */
  readonly of: LogEntry['kind'];
  readonly isTime: boolean;
}

/** What a trace says, each thing once. */
export function tokensOf({ lines, late }: Pick<Trace, 'lines' | 'late'>): TraceToken[] {
  const said = lines.flatMap(tokensOfLine);
  const time = late === null ? [] : [{ key: late ? 'late' : 'soon', of: 'access' as const, isTime: true }];
  return [...new Map([...said, ...time].map((token) => [token.key, token])).values()];
}

/** A line with neither code nor message says its status alone, and one without status that all went well. */
function tokensOfLine({ kind, status, code, message }: SignatureLine): TraceToken[] {
  const words = [
    code !== null && `code ${code}`,
    message !== null && `message ${message}`,
    kind === 'access' && `status ${status ?? 'well'}`,
  ];
  return words.flatMap((word) => (word === false ? [] : [{ key: `${kind} ${word}`, of: kind, isTime: false }]));
}
