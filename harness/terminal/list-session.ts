import type { CaseEnded, RunEvent } from '../core/event.ts';
import { isBad } from '../core/played.ts';
import type { ReporterSession, Sink } from '../core/reporter.ts';
import { caseTeller } from './case-teller.ts';
import { noticeText } from './notice-text.ts';
import { styleOf } from './style.ts';
import { summaryText } from './summary-text.ts';

/** A line for each attempt as it ends, the text of each failure right below its line, and the summary last. */
export function listSession(sink: Sink): ReporterSession {
  const style = styleOf(sink.screen);
  const teller = caseTeller('all', sink.out, style);
  const bad: CaseEnded[] = [];
  return {
    on(event: RunEvent): void {
      if (event.type === 'notice') sink.err(noticeText(event, style));
      if (event.type === 'case-ended') teller.caseEnded(event);
      if (event.type === 'case-ended' && isBad(event)) bad.push(event);
      if (event.type !== 'run-ended') return;
      teller.runEnded();
      if (sink.totals) sink.out(`\n${summaryText(bad, event, style)}`);
    },
    close: () => {},
  };
}
