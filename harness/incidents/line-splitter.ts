import type { OctetScanner } from './octet-scanner.ts';

const NEWLINE = 0x0a;

/** So much of a line is kept, in octets; a log line that says more than this is not of a gateway. */
export const LONGEST_LINE = 65_536;

/**
 * Takes a log in pieces and gives its lines with their numbers, as latin1 text, an octet a character, without the line feed.
 * Memory is bounded.
 */
export class LineSplitter {
  readonly #take: (line: string, number: number) => void;
  /** What came of a line whose end has not come. */
  #begun: string | null = null;
  /** Lines whose end has come. */
  lines = 0;
  /** Lines of which more came than is kept. */
  cut = 0;

  constructor(take: (line: string, number: number) => void) {
    this.#take = take;
  }

  /** With `marks`, only those lines are given that have one, and those on the border of two pieces. */
  push(piece: Buffer, marks: OctetScanner | null): void {
    const last = piece.lastIndexOf(NEWLINE);
    let from = 0;
    if (last < 0) {
      this.#begin(piece);
      return;
    }
    if (this.#begun !== null) {
      from = piece.indexOf(NEWLINE) + 1;
      this.#end(piece.toString('latin1', 0, from - 1));
    }
    if (marks) this.#marked(piece, from, last, marks);
    else this.#all(piece, from, last);
    if (last + 1 < piece.length) this.#begin(piece.subarray(last + 1));
  }

  /** The log is over: what has no line end is a line too. */
  end(): void {
    if (this.#begun !== null) this.#end('');
  }

  #all(piece: Buffer, start: number, last: number): void {
    for (let from = start; from <= last; ) {
      const end = piece.indexOf(NEWLINE, from);
      this.#line(piece.toString('latin1', from, end));
      from = end + 1;
    }
  }

  #marked(piece: Buffer, start: number, last: number, marks: OctetScanner): void {
    let from = start;
    for (let at = marks.indexIn(piece, from, last); at >= 0; at = marks.indexIn(piece, from, last)) {
      let end = piece.indexOf(NEWLINE, from);
      for (; end < at; end = piece.indexOf(NEWLINE, from)) {
        this.lines += 1;
        from = end + 1;
      }
      this.#line(piece.toString('latin1', from, end));
      from = end + 1;
    }
    for (; from <= last; from = piece.indexOf(NEWLINE, from) + 1) this.lines += 1;
  }

  #begin(part: Buffer): void {
    const begun = this.#begun ?? '';
    if (begun.length <= LONGEST_LINE) this.#begun = begun + part.toString('latin1', 0, LONGEST_LINE + 1);
  }

  #end(rest: string): void {
    const begun = this.#begun ?? '';
    this.#begun = null;
    this.#line(begun + rest);
  }

  #line(line: string): void {
    this.lines += 1;
    if (line.length > LONGEST_LINE) this.cut += 1;
    this.#take(line.length > LONGEST_LINE ? line.slice(0, LONGEST_LINE) : line, this.lines);
  }
}
