import type { Case } from '../core/case.ts';

/**
 * The order in which cases are played: those that want processes or a gateway of their own are spread among the rest, which
 * mostly wait. A folder of them in a row would keep every core busy with starts, and leave all cores idle afterwards.
 */
export function spread(cases: readonly Case[]): Case[] {
  const heavy = cases.filter(({ isolate }) => isolate !== 'none');
  const light = cases.filter(({ isolate }) => isolate === 'none');
  const place = (rank: number, among: number) => (rank + 0.5) / among;
  return [
    ...heavy.map((item, rank) => ({ item, at: place(rank, heavy.length) })),
    ...light.map((item, rank) => ({ item, at: place(rank, light.length) })),
  ]
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
