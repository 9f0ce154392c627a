import { stringify } from 'yaml';
import type { Case } from '../core/case.ts';
import type { CaseEnded, RunEnded, RunEvent } from '../core/event.ts';
import type { Finding } from '../core/finding.ts';
import { caseTitle, isBad, notPlayed, type Played, playedOf } from '../core/played.ts';
import type { Reporter, ReporterSession, Sink } from '../core/reporter.ts';
import { failureText } from '../terminal/failure-text.ts';
import { printable } from '../terminal/printable.ts';
import { reasonText } from '../terminal/reason-text.ts';
import { PLAIN } from '../terminal/style.ts';

const tap: Reporter = {
  name: 'tap',
  summary: 'Test Anything Protocol, version 14, with YAML diagnostics.',
  machine: true,
  totals: false,
  open: tapSession,
};

export default tap;

/**
 * A test point is a case with all its attempts. A known deviation is ok, with its findings in the diagnostics; what is
 * broken is not ok. The plan stands first, so that a run that was cut short is seen to be.
 */
function tapSession(sink: Sink): ReporterSession {
  const ended: CaseEnded[] = [];
  const earlier = new Map<string, CaseEnded[]>();
  let planned: readonly Case[] = [];
  let point = 0;
  const write = (ok: boolean, item: Case, rest: string): void => {
    point += 1;
    sink.out(`${ok ? 'ok' : 'not ok'} ${point} - ${description(caseTitle(item))}${rest}\n`);
  };
  const caseEnded = (event: CaseEnded): void => {
    const attempts = [...(earlier.get(caseTitle(event.case)) ?? []), event];
    earlier.set(caseTitle(event.case), attempts);
    for (const played of playedOf(attempts)) {
      ended.push(event);
      write(!isBad(event), event.case, rest(played));
    }
  };
  const runEnded = (event: RunEnded): void => {
    for (const { rule, gateway, scenario } of event.vanished)
      sink.out(comment(`recorded deviation no longer happens: ${rule} on ${gateway} in ${scenario}`));
    if (event.interrupted) sink.out(`Bail out! interrupted, ${event.notRun} not run\n`);
    else for (const item of notPlayed(planned, ended)) write(true, item, ' # SKIP not run');
  };
  // At once, since a notice may come before the run begins, and the version has to be the first line.
  sink.out('TAP version 14\n');
  return {
    on(event: RunEvent): void {
      if (event.type === 'run-started') {
        planned = event.cases;
        sink.out(`1..${planned.length}${planned.length === 0 ? ' # no case was selected' : ''}\n`);
      }
      if (event.type === 'notice') sink.out(comment(`${event.level}: ${event.problem.message}`));
      if (event.type === 'case-ended') caseEnded(event);
      if (event.type === 'run-ended') runEnded(event);
    },
    close: () => {},
  };
}

function rest({ last, earlier, flaky }: Played): string {
  if (last.verdict.result === 'skip') return ` # SKIP ${description(reasonText(last.verdict))}`;
  const { findings, result } = last.verdict;
  const diagnostics = {
    result,
    ...(result === 'pass' ? {} : { message: reasonText(last.verdict) }),
    ...(isBad(last)
      ? { severity: 'fail', at: findings.find(({ place }) => place)?.place ?? last.case.scenario.place }
      : {}),
    duration_ms: Math.round(last.ms),
    ...(flaky ? { flaky } : {}),
    ...(findings.length > 0 ? { findings: findings.map(findingData) } : {}),
    ...(earlier.length > 0 ? { earlier: earlier.map(attemptData) } : {}),
    ...(isBad(last) ? { rerun: last.rerun, details: `${failureText(last, PLAIN)}\n` } : {}),
  };
  const yaml = stringify(diagnostics, { lineWidth: 0 }).trimEnd();
  return `\n  ---\n${yaml.replace(/^(?=.)/gm, '  ')}\n  ...`;
}

function attemptData({ case: item, verdict }: CaseEnded): object {
  return { attempt: item.attempt, result: verdict.result, message: reasonText(verdict) };
}

function findingData({ rule, level, source, expected, actual, deviation }: Finding): object {
  return { rule, level, source, expected, actual, ...(deviation ? { known: deviation.reason } : {}) };
}

/** In a description `#` begins a directive and `\` escapes it (TAP 14, "Escaping"). */
function description(text: string): string {
  return text.replace(/\p{Cc}/gu, printable).replace(/[\\#]/g, '\\$&');
}

function comment(text: string): string {
  return `# ${printable(text)}\n`;
}
