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
    // One long text, whose lines are views of it: much cheaper than a text each.
    const text = piece.toString('latin1');
    const last = piece.lastIndexOf(NEWLINE);
    let from = 0;
    if (last < 0) {
      this.#begin(text);
      return;
    }
    if (this.#begun !== null) {
      from = piece.indexOf(NEWLINE) + 1;
      this.#end(text.slice(0, from - 1));
    }
    const whole = { piece, text, last };
    if (marks) this.#marked(whole, from, marks);
    else this.#all(whole, from);
    if (last + 1 < text.length) this.#begin(text.slice(last + 1));
  }

  /** The log is over: what has no line end is a line too. */
  end(): void {
    if (this.#begun !== null) this.#end('');
  }

  #all({ piece, text, last }: Whole, start: number): void {
    for (let from = start; from <= last; ) {
      const end = piece.indexOf(NEWLINE, from);
      this.#line(text.slice(from, end));
      from = end + 1;
    }
  }

  #marked({ piece, text, last }: Whole, start: number, marks: OctetScanner): void {
    let from = start;
    for (let at = marks.indexIn(piece, from, last); at >= 0; at = marks.indexIn(piece, from, last)) {
      let end = piece.indexOf(NEWLINE, from);
      for (; end < at; end = piece.indexOf(NEWLINE, from)) {
        this.lines += 1;
        from = end + 1;
      }
      this.#line(text.slice(from, end));
      from = end + 1;
    }
    for (; from <= last; from = piece.indexOf(NEWLINE, from) + 1) this.lines += 1;
  }

  #begin(part: string): void {
    const begun = this.#begun ?? '';
    if (begun.length > LONGEST_LINE) return;
    // A copy, so that the piece that it was cut from can go.
    this.#begun = Buffer.from(begun + part.slice(0, LONGEST_LINE + 1), 'latin1').toString('latin1');
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

/** A piece of the log, as octets and as text, and where its last line end is. */
interface Whole {
  readonly piece: Buffer;
  readonly text: string;
  readonly last: number;
}
