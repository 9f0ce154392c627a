/** One place of a pattern: the octets that may stand there, as latin1 text. */
export type Octets = string;

const WIDTH = 256;

/**
 * Finds the first place in a buffer where one of many patterns ends. It looks at each octet once, whatever the number of
 * patterns is: they are made into one automaton (the subset construction over their places).
 */
export class OctetScanner {
  /** State x octet -> state; the state `#found` is the end. */
  readonly #next: Uint16Array;
  readonly #found: number;

  /** Each pattern is a list of its places. */
  constructor(patterns: readonly (readonly Octets[])[]) {
    const states: number[][] = [[]];
    const known = new Map<string, number>([['', 0]]);
    const rows: number[][] = [];
    const places = patterns.flatMap((pattern, index) => pattern.map((octets, at) => ({ index, at, octets })));
    const first = places.filter(({ at }) => at === 0).map((place) => places.indexOf(place));
    const isLast = (place: number) => places[place + 1]?.index !== places[place]?.index;
    for (let state = 0; state < states.length; state += 1) {
      const awaited = [...first, ...(states[state] ?? [])];
      const row: number[] = Array.from({ length: WIDTH }, () => 0);
      for (const code of new Set(awaited.flatMap((place) => codesOf(places[place]?.octets)))) {
        const met = awaited.filter((place) => codesOf(places[place]?.octets).includes(code));
        const after = met.some(isLast) ? [-1] : [...new Set(met.map((place) => place + 1))].sort((a, b) => a - b);
        const key = after.join();
        const to = known.get(key) ?? states.push(after) - 1;
        known.set(key, to);
        row[code] = to;
      }
      rows.push(row);
    }
    this.#found = known.get('-1') ?? states.length;
    this.#next = Uint16Array.from(rows.flat());
  }

  /** The index of the octet that a pattern ends with, from `start` on and before `end`; -1 where there is none. */
  indexIn(buffer: Buffer, start: number, end: number): number {
    const [next, found] = [this.#next, this.#found];
    let state = 0;
    for (let index = start; index < end; index += 1) {
      state = next[(state << 8) | (buffer[index] ?? 0)] ?? 0;
      if (state === found) return index;
    }
    return -1;
  }
}

function codesOf(octets: Octets | undefined): number[] {
  return [...Buffer.from(octets ?? '', 'latin1')];
}
