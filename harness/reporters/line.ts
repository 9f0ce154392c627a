import type { CaseEnded, RunEvent } from '../core/event.ts';
import { caseTitle, isBad } from '../core/played.ts';
import type { Reporter, ReporterSession, Sink } from '../core/reporter.ts';
import { caseTeller } from '../terminal/case-teller.ts';
import { listSession } from '../terminal/list-session.ts';
import { noticeText } from '../terminal/notice-text.ts';
import { printable } from '../terminal/printable.ts';
import { styleOf } from '../terminal/style.ts';
import { summaryText } from '../terminal/summary-text.ts';

/** Cases shown at once; more are counted only. */
const SHOWN = 6;

const line: Reporter = {
  name: 'line',
  summary: 'A live area with what is running, failures in full as they come; the default on a terminal.',
  machine: false,
  totals: true,
  open: (sink) => (sink.screen.tty ? liveSession(sink) : listSession(sink)),
};

export default line;

/** What the live area tells. */
interface Progress {
  planned: number;
  ended: number;
  failed: number;
  /** Title of each running case -> what it does. */
  readonly running: Map<string, string>;
}

function liveSession(sink: Sink): ReporterSession {
  const style = styleOf(sink.screen);
  const teller = caseTeller('bad', sink.out, style);
  const notPassed: CaseEnded[] = [];
  const progress: Progress = { planned: 0, ended: 0, failed: 0, running: new Map() };
  let underWay = false;
  return {
    on(event: RunEvent): void {
      follow(progress, event);
      if (event.type === 'run-started') underWay = true;
      if (event.type === 'run-ended') underWay = false;
      if (event.type === 'notice') sink.err(noticeText(event, style));
      if (event.type === 'case-ended') teller.caseEnded(event);
      if (event.type === 'case-ended' && event.verdict.result !== 'pass') notPassed.push(event);
      sink.status(underWay ? statusLines(progress) : []);
      if (event.type !== 'run-ended') return;
      teller.runEnded();
      if (sink.totals) sink.out(summaryText(notPassed, event, style));
    },
    close: () => sink.status([]),
  };
}

function follow(progress: Progress, event: RunEvent): void {
  if (event.type === 'run-started') progress.planned = event.cases.length;
  if (event.type === 'case-started') progress.running.set(caseTitle(event.case), 'starting');
  if (event.type === 'case-progress') progress.running.set(caseTitle(event.case), event.doing);
  if (event.type !== 'case-ended') return;
  progress.running.delete(caseTitle(event.case));
  if (event.retried) return;
  progress.ended += 1;
  if (isBad(event)) progress.failed += 1;
}

/** `12/42 cases, 1 failed so far, 4 running`, then a line for each running case. */
function statusLines({ planned, ended, failed, running }: Progress): string[] {
  const shown = [...running].slice(0, SHOWN).map(([title, doing]) => printable(`  ${title}: ${doing}`));
  const more = running.size > SHOWN ? [`  and ${running.size - SHOWN} more`] : [];
  return [`${ended}/${planned} cases, ${failed} failed so far, ${running.size} running`, ...shown, ...more];
}
