import type { Case } from '../../harness/core/case.ts';
import { hasLoad } from '../../harness/core/has-load.ts';
import { type Control, rowOf } from './play-control.ts';

/**
 * One of all cases that are alike: with the same settings, the reference executes the very same code in each. What a mutant
 * does in the one it does in the others, unless the octets make the difference, as in a table that is looked into. So the
 * scenarios in which its rule was tripped before (`wanted`) are always among them. A load takes seconds, and has every
 * request alike: only mutants whose rule a load shows are played under it.
 */
export function unlikeCases(
  cases: readonly Case[],
  { executed }: Pick<Control, 'executed'>,
  wanted: ReadonlySet<string>,
): Case[] {
  const met = new Set<string>();
  return cases.filter((item) => {
    if (hasLoad(item.variant)) return wanted.has(item.scenario.id);
    const code = executed.get(rowOf(item));
    const kind = JSON.stringify([item.variant.settings, item.names, code?.signature ?? item.id]);
    const first = !met.has(kind);
    met.add(kind);
    return first || wanted.has(item.scenario.id);
  });
}
