import type { Level } from '../core/finding.ts';
import { type Behaviour, behaviourKey } from './behaviour.ts';
import { without } from './without.ts';

/** What became of a case from one gateway to the other. */
export type Change = 'worse' | 'better' | 'other';

/** How much a finding weighs; an author's expectation as much as a must. */
const WEIGHT: Readonly<Record<Level, number>> = { must: 3, author: 3, should: 2, practice: 1 };
const DIED = 4;

/**
 * Null where the two have shown one behaviour in common: what a gateway does only now and then is a race and no
 * difference. Else what it is from `before` to `after`, by the heaviest thing that is newly wrong or no longer is.
 */
export function compare(before: readonly Behaviour[], after: readonly Behaviour[]): Change | null {
  const known = new Set(before.map(behaviourKey));
  if (before.length === 0 || after.length === 0 || after.some((one) => known.has(behaviourKey(one)))) return null;
  const gained = weight(without(wrongOf(after), wrongOf(before)));
  const lost = weight(without(wrongOf(before), wrongOf(after)));
  if (gained === lost) return gained === 0 ? 'other' : 'worse';
  return gained > lost ? 'worse' : 'better';
}

/** Rules with their level, as texts that a set can compare. */
function wrongOf(behaviours: readonly Behaviour[]): Set<string> {
  return new Set(
    behaviours.flatMap(({ wrong, died }) => [
      ...wrong.map(({ rule, level }) => `${level} ${rule}`),
      ...(died ? ['died'] : []),
    ]),
  );
}

function weight(wrong: ReadonlySet<string>): number {
  const weights = [...wrong].map((one) => (one === 'died' ? DIED : WEIGHT[one.split(' ')[0] as Level]));
  return Math.max(0, ...weights);
}
