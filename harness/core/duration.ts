const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };
const SHAPE = /^(\d+(?:\.\d+)?)(ms|s|m)$/;

/** Milliseconds of a duration such as `250ms`, `1.5s` or `2m`; undefined where the text is none (a unit is required). */
export function parseDuration(text: string): number | undefined {
  const match = SHAPE.exec(text.trim());
  const unit = UNITS[match?.[2] ?? ''];
  // To the microsecond: 32.66 times 1000 is 32659.999999999996, which no gateway takes for a time.
  return match && unit ? Math.round(Number(match[1]) * unit * 1000) / 1000 : undefined;
}

/** A duration for people: `740 ms`, `1.24 s`, `2 m 5 s`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(2).replace(/\.?0+$/, '')} s`;
  return `${Math.floor(ms / 60_000)} m ${Math.round((ms % 60_000) / 1000)} s`;
}
