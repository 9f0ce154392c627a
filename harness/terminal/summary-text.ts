import type { CaseEnded, RunEnded } from '../core/event.ts';
import type { Deviation } from '../core/finding.ts';
import { formatPlace } from '../core/place.ts';
import { caseTitle, isBad } from '../core/played.ts';
import type { Result } from '../core/verdict.ts';
import { verdictLine } from './counts-text.ts';
import { printable } from './printable.ts';
import { deviationTexts, reasonText } from './reason-text.ts';
import type { Style } from './style.ts';

/**
 * The end of a run for people: what failed, what was flaky, which recorded deviations no longer happen, and the verdict
 * line. `events` are attempts of the run: of those given, the bad ones are named, and the reasons of skips and known
 * deviations are told once each.
 */
export function summaryText(events: readonly CaseEnded[], ended: RunEnded, style: Style): string {
  const bad = events.filter((event) => isBad(event) && !event.retried);
  return [
    ...section('skipped:', reasons(events, 'skip')),
    ...section('known deviations:', reasons(events, 'deviates')),
    ...section(
      'did not pass:',
      bad.map((event) => `${style.mark(event.verdict.result, 8)}  ${printable(caseTitle(event.case))}`),
    ),
    ...section(
      'failed, and passed when tried again:',
      ended.flaky.map((id) => `${style.mark('flaky', 8)}  ${printable(id)}`),
    ),
    ...section('recorded deviations that no longer happen, and can be taken out:', ended.vanished.map(vanishedText)),
    verdictLine(ended, style),
    '',
  ].join('\n');
}

/** A recorded deviation with the place where it stands: `OP-28 on nginx in pool/stale  deviations.yaml:3:5`. */
export function vanishedText({ rule, gateway, scenario, place }: Deviation): string {
  return printable(`${rule} on ${gateway} in ${scenario}  ${formatPlace(place)}`);
}

/** Each distinct reason with the number of cases that ended so for it. */
function reasons(events: readonly CaseEnded[], result: Result): string[] {
  const verdicts = events.filter((event) => !event.retried).map((event) => event.verdict);
  const ended = verdicts.filter((verdict) => verdict.result === result);
  const texts = ended.flatMap((verdict) =>
    result === 'deviates' ? deviationTexts(verdict.findings) : [reasonText(verdict)],
  );
  return [...Map.groupBy(texts, (text) => text)].map(([text, same]) => `${same.length} × ${text}`);
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), ''];
}
