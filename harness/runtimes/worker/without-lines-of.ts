/** The lines of a log that name none of these correlation ids. */
export function withoutLinesOf(lines: readonly string[], ids: ReadonlySet<string>): readonly string[] {
  if (ids.size === 0) return lines;
  return lines.filter((line) => !(line.match(/\b[a-z]+-\d+\b/g) ?? []).some((word) => ids.has(word)));
}
