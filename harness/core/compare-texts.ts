/** The order of two texts by their code units: the same on every machine, whatever its language is. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
