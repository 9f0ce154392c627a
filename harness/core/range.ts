/** Both ends belong to it. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * Reads `low..high`, or a single bound, which stands for both ends. Undefined where the text is none, or runs backwards.
 * `parseBound` reads one bound.
 */
export function parseRange(text: string, parseBound: (text: string) => number | undefined): Range | undefined {
  const [low = '', high = low, ...more] = text.split('..');
  const min = parseBound(low.trim());
  const max = parseBound(high.trim());
  return more.length > 0 || min === undefined || max === undefined || min > max ? undefined : { min, max };
}

/** Whether a value lies in the range. */
export function inRange(value: number, { min, max }: Range): boolean {
  return min <= value && value <= max;
}
