import type { Case } from '../core/case.ts';
import type { CaseEnded, RunEvent } from '../core/event.ts';
import { playedOf } from '../core/played.ts';
import type { Reporter, ReporterSession, Sink } from '../core/reporter.ts';
import { resultTable } from '../terminal/result-table.ts';
import { styleOf } from '../terminal/style.ts';
import { summaryText } from '../terminal/summary-text.ts';

const table: Reporter = {
  name: 'table',
  summary: 'After the run, scenario x gateway with the reasons of deviations and skips as footnotes.',
  machine: false,
  totals: true,
  open: tableSession,
};

export default table;

function tableSession(sink: Sink): ReporterSession {
  const style = styleOf(sink.screen);
  const ended: CaseEnded[] = [];
  let planned: readonly Case[] = [];
  return {
    on(event: RunEvent): void {
      if (event.type === 'run-started') planned = event.cases;
      if (event.type === 'case-ended') ended.push(event);
      if (event.type !== 'run-ended') return;
      if (planned.length > 0) sink.out(`\n${resultTable(planned, playedOf(ended), sink.screen.width, style)}`);
      // The footnotes told the reasons; the rest of the summary is about what did not pass.
      const bad = ended.filter(({ verdict }) => verdict.result !== 'skip' && verdict.result !== 'deviates');
      if (sink.totals) sink.out(`\n${summaryText(bad, event, style)}`);
    },
    close: () => {},
  };
}
