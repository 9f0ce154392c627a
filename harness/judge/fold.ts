import type { Finding } from '../core/finding.ts';

/** One finding for what was found many times: the same actual, or times that break the same bound (the first is shown). */
export function foldFindings(findings: readonly Finding[]): Finding[] {
  const alike = Map.groupBy(findings, ({ rule, expected, actual, timed, place }) =>
    JSON.stringify([rule, expected, timed ? null : actual, place]),
  );
  return [...alike.values()].flatMap(([first, ...more]) => {
    if (!first || more.length === 0) return first ?? [];
    const many = first.timed ? `, and ${more.length} more like it` : ` (${more.length + 1} times)`;
    return { ...first, actual: first.actual + many };
  });
}
