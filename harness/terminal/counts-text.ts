import { formatDuration } from '../core/duration.ts';
import type { Counts, RunEnded } from '../core/event.ts';
import type { Mark, Style } from './style.ts';

const WORDS: readonly (readonly [Mark, string, string])[] = [
  ['pass', 'passed', 'passed'],
  ['fail', 'failed', 'failed'],
  ['deviates', 'deviates', 'deviate'],
  ['broken', 'broken', 'broken'],
  ['skip', 'skipped', 'skipped'],
  ['flaky', 'flaky', 'flaky'],
];

/** `26 passed, 1 failed, 2 deviate, 0 broken, 3 skipped, 1 flaky`; what is not zero has its colour. */
export function countsText(counts: Counts, style: Style): string {
  return WORDS.map(([mark, one, many]) => {
    const text = `${counts[mark]} ${counts[mark] === 1 ? one : many}`;
    return counts[mark] === 0 ? text : style.as(mark, text);
  }).join(', ');
}

/** The counts, what was not run, and the time of the whole run. */
export function verdictLine(ended: RunEnded, style: Style): string {
  const parts = [countsText(ended.counts, style)];
  if (ended.notRun > 0) parts.push(`${ended.notRun} not run`);
  const interrupted = ended.interrupted ? `${style.as('broken', 'interrupted')}: ` : '';
  return `${interrupted}${parts.join(', ')} in ${formatDuration(ended.ms)}`;
}
