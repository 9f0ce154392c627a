import type { CaseEnded } from '../core/event.ts';
import { caseTitle, isBad } from '../core/played.ts';
import { type CaseLineOptions, caseLine } from './case-line.ts';
import { failureText } from './failure-text.ts';
import type { Style } from './style.ts';

/** Tells attempts as they end. */
export interface CaseTeller {
  caseEnded(event: CaseEnded): void;
  /** Tells what is still owed: failures of which the next attempt never ended. */
  runEnded(): void;
}

/**
 * Writes a line for each attempt (`all`) or only for what did not pass (`bad`), and the text of a failure below it. A
 * case that is tried again has its text once, at its end: of the last attempt where that is bad, else (flaky) of the first.
 */
export function caseTeller(lines: 'all' | 'bad', out: (text: string) => void, style: Style): CaseTeller {
  const owed = new Map<string, CaseEnded>();
  const line = (event: CaseEnded, options?: CaseLineOptions): void => out(`${caseLine(event, style, options)}\n`);
  const text = (event: CaseEnded): void => out(`${failureText(event, style).replace(/^(?=.)/gm, '    ')}\n\n`);
  return {
    caseEnded(event) {
      const title = caseTitle(event.case);
      const first = owed.get(title);
      const { attempt } = event.case;
      if (event.retried) {
        owed.set(title, first ?? event);
        if (lines === 'all') line(event, { note: `attempt ${attempt}, to be tried again` });
        return;
      }
      owed.delete(title);
      const bad = isBad(event) ? event : first;
      const note = `${event.verdict.result} at attempt ${attempt}; before that:`;
      if (bad === first && first) line(event, { mark: 'flaky', note });
      else if (bad || lines === 'all') line(event);
      if (bad) text(bad);
    },
    runEnded() {
      for (const event of owed.values()) {
        line(event, { note: 'was to be tried again' });
        text(event);
      }
    },
  };
}
