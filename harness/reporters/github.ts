import { appendFileSync } from 'node:fs';
import type { CaseEnded, RunEnded, RunEvent } from '../core/event.ts';
import type { Finding } from '../core/finding.ts';
import { caseTitle, isBad, type Played, playedOf } from '../core/played.ts';
import type { Reporter, ReporterSession, Sink } from '../core/reporter.ts';
import { type Annotation, annotationCommands } from '../terminal/annotations.ts';
import { jobSummary } from '../terminal/job-summary.ts';
import { printable } from '../terminal/printable.ts';
import { findingText, mostTellingFirst, reasonText } from '../terminal/reason-text.ts';

const github: Reporter = {
  name: 'github',
  summary: 'Annotations on the lines of the YAML, and a job summary; added by itself on GitHub Actions.',
  machine: false,
  totals: false,
  open: githubSession,
};

export default github;

type Notice = Extract<RunEvent, { type: 'notice' }>;

function githubSession(sink: Sink): ReporterSession {
  const ended: CaseEnded[] = [];
  const notices: Notice[] = [];
  return {
    on(event: RunEvent): void {
      if (event.type === 'case-ended') ended.push(event);
      if (event.type === 'notice') notices.push(event);
      if (event.type !== 'run-ended') return;
      const played = playedOf(ended);
      const annotations = [...notices.flatMap(ofNotice), ...played.flatMap(ofCase), ...ofVanished(event)];
      const root = sink.env.GITHUB_WORKSPACE ?? process.cwd();
      for (const command of annotationCommands(annotations, root)) sink.out(command);
      const file = sink.env.GITHUB_STEP_SUMMARY;
      if (file) appendFileSync(file, jobSummary(played, event));
    },
    close: () => {},
  };
}

function ofCase({ last, earlier, flaky }: Played): Annotation[] {
  const event = isBad(last) ? last : flaky ? earlier.find(isBad) : undefined;
  if (!event) return [];
  const { findings, result, reason } = event.verdict;
  const unknown = mostTellingFirst(findings).filter((finding) => !finding.deviation);
  const why = reason === undefined ? unknown.map(findingText) : [reasonText(event.verdict)];
  const known = flaky ? [`passed at attempt ${last.case.attempt}`] : [];
  return [
    {
      level: flaky ? 'warning' : 'error',
      title: printable(`${flaky ? 'flaky' : result}: ${caseTitle(event.case)}`),
      message: [...why, ...known, `run it again: ${printable(event.rerun)}`].join('\n'),
      place: placeOf(unknown) ?? event.case.scenario.place,
    },
  ];
}

function placeOf(findings: readonly Finding[]): Finding['place'] {
  return findings.find((finding) => finding.place)?.place;
}

function ofVanished({ vanished }: RunEnded): Annotation[] {
  return vanished.map(({ rule, gateway, scenario, reason, place }) => ({
    level: 'warning',
    title: printable(`a recorded deviation no longer happens: ${rule} on ${gateway}`),
    message: printable(`${scenario}: ${reason}`),
    place,
  }));
}

function ofNotice({ level, problem }: Notice): Annotation[] {
  if (level === 'info') return [];
  const { code, message, hint, place } = problem;
  return [{ level, title: code, message: hint ? `${message}\nhint: ${hint}` : message, place }];
}
