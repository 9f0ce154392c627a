import type { Case } from './case.ts';
import type { CaseEnded } from './event.ts';

/** A case that was played to its end, with every attempt that came before. */
export interface Played {
  readonly last: CaseEnded;
  readonly earlier: readonly CaseEnded[];
  /** It failed or broke, and then did not. */
  readonly flaky: boolean;
}

/** The attempts of a run, gathered by case, in the order in which the cases came to their end. */
export function playedOf(events: readonly CaseEnded[]): Played[] {
  const byCase = Map.groupBy(events, (event) => caseTitle(event.case));
  return events
    .filter((event) => !event.retried)
    .map((last) => {
      const earlier = (byCase.get(caseTitle(last.case)) ?? []).filter((event) => event !== last && event.retried);
      return { last, earlier, flaky: !isBad(last) && earlier.some(isBad) };
    });
}

/** The planned cases of which no last attempt is among the events. */
export function notPlayed(planned: readonly Case[], events: readonly CaseEnded[]): Case[] {
  const played = new Set(events.filter((event) => !event.retried).map((event) => caseTitle(event.case)));
  return planned.filter((item) => !played.has(caseTitle(item)));
}

/** True for an attempt that failed or broke. */
export function isBad({ verdict }: Pick<CaseEnded, 'verdict'>): boolean {
  return verdict.result === 'fail' || verdict.result === 'broken';
}

/** What tells a case from all others of a run: its id and, from the second on, its repeat. */
export function caseTitle(item: Case): string {
  return item.repeat > 1 ? `${item.id} (repeat ${item.repeat})` : item.id;
}
