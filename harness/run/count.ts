import type { CaseEnded, Counts } from '../core/event.ts';

/** How many cases ended in each way, by their last attempts. */
export function count(last: readonly CaseEnded[], flaky: readonly string[]): Counts {
  const counts = { pass: 0, fail: 0, deviates: 0, broken: 0, skip: 0, flaky: flaky.length };
  for (const { verdict } of last) counts[verdict.result] += 1;
  return counts;
}

/** Ids of the cases whose attempts did not all end alike. */
export function flakyOf(ended: readonly CaseEnded[]): string[] {
  const results = new Map<string, Set<string>>();
  for (const { case: item, verdict } of ended) {
    const key = item.repeat === 1 ? item.id : `${item.id} (repeat ${item.repeat})`;
    results.set(key, (results.get(key) ?? new Set()).add(verdict.result));
  }
  return [...results].filter(([, seen]) => seen.size > 1).map(([id]) => id);
}
