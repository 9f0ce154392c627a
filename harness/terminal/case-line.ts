import { formatDuration } from '../core/duration.ts';
import type { CaseEnded } from '../core/event.ts';
import { caseTitle } from '../core/played.ts';
import { printable } from './printable.ts';
import { reasonText } from './reason-text.ts';
import type { Mark, Style } from './style.ts';

/** Width of the longest mark, `≈ deviates`. */
const MARK_WIDTH = 10;

/** What a line says beside the attempt's own result. */
export interface CaseLineOptions {
  /** The result of the case, where it is not that of the attempt: `flaky`. */
  readonly mark?: Mark;
  /** Which attempt it was and what follows; told from the attempt's number where nothing is given. */
  readonly note?: string;
}

/** One attempt at a case in one line: mark and word, id, time, attempt where there are several, reason. */
export function caseLine(event: CaseEnded, style: Style, { mark, note }: CaseLineOptions = {}): string {
  const { attempt } = event.case;
  const parts = [
    style.mark(mark ?? event.verdict.result, MARK_WIDTH),
    printable(caseTitle(event.case)),
    style.dim(formatDuration(event.ms)),
    note ?? (attempt > 1 ? `attempt ${attempt}` : ''),
    reasonText(event.verdict),
  ];
  return parts.filter((part) => part !== '').join('  ');
}
