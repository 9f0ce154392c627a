import { nearest } from '../../core/did-you-mean.ts';
import type { Lint, ReadScenario } from '../lint.ts';

/** A tag that so many other scenarios have is an established one. */
const ESTABLISHED = 3;

/** A tag that nobody else has, one slip away from one that many have: `--tag` would miss the scenario. */
const oddTag: Lint = {
  code: 'odd-tag',
  summary: 'A tag of one scenario is a slip away from a tag of many.',
  find(read, all) {
    const counts = countTags(all);
    const established = [...counts].filter(([, count]) => count >= ESTABLISHED).map(([tag]) => tag);
    return read.scenario.tags.flatMap((tag, index) => {
      const meant = counts.get(tag) === 1 ? nearest(tag, established) : undefined;
      if (meant === undefined) return [];
      const message = `no other scenario has the tag "${tag}", and ${counts.get(meant)} have "${meant}"`;
      return [{ path: ['tags', index], row: null, message, hint: `did you mean "${meant}"?` }];
    });
  },
};

export default oddTag;

function countTags(all: readonly ReadScenario[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const tag of all.flatMap(({ scenario }) => [...new Set(scenario.tags)]))
    counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return counts;
}
