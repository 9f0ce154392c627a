import type { Field } from '../core/http.ts';
import type { ByteQueue } from './byte-queue.ts';
import { FieldSection } from './field-section.ts';
import { type Complain, lineText } from './line.ts';
import { parseStatusLine, type StatusLine } from './status-line.ts';

const CR = 0x0d;
const LF = 0x0a;
const PREFIX = 'http/';

/** The status line and the fields of one response. */
export interface Head extends StatusLine {
  readonly fields: readonly Field[];
  /** Offset of the status line in the exchange. */
  readonly at: number;
}

/** Reads one head out of the queue; `complain` takes offsets from the first octet of the exchange. */
export class HeadReader {
  readonly #complain: Complain;
  readonly #section = new FieldSection();
  #statusLine: StatusLine | null = null;
  #at = 0;

  constructor(complain: Complain) {
    this.#complain = complain;
  }

  /** The head when it is whole, `more` while it is not, `lost` when this is no head of an HTTP/1 response. */
  read(queue: ByteQueue): Head | 'more' | 'lost' {
    if (!this.#statusLine) {
      const start = this.#readStart(queue);
      if (start !== 'whole') return start;
    }
    for (let line = queue.takeLine(); line; line = queue.takeLine()) {
      const complain = this.#complainFrom(queue.offset - line.length);
      const text = lineText(line, complain);
      if (text === '' && this.#statusLine) return this.#head(this.#statusLine);
      this.#section.add(text, complain);
    }
    return 'more';
  }

  #readStart(queue: ByteQueue): 'whole' | 'more' | 'lost' {
    this.#skipLineEnds(queue);
    const fits = startsLikeHttp(queue);
    if (!fits) this.#complain('no-status-line', queue.offset);
    const line = fits ? queue.takeLine() : null;
    if (!line) return fits ? 'more' : 'lost';
    this.#at = queue.offset - line.length;
    const complain = this.#complainFrom(this.#at);
    this.#statusLine = parseStatusLine(lineText(line, complain), complain);
    return this.#statusLine ? 'whole' : 'lost';
  }

  #skipLineEnds(queue: ByteQueue): void {
    for (let first = queue.at(0); first === CR || first === LF; first = queue.at(0)) {
      this.#complain('bytes-before-status-line', queue.offset);
      queue.take(1);
    }
  }

  #head(statusLine: StatusLine): Head {
    return { ...statusLine, fields: this.#section.fields(), at: this.#at };
  }

  #complainFrom(at: number): Complain {
    return (code, offset) => this.#complain(code, at + offset);
  }
}

/** Tells at the first octet that does not fit, so that nobody waits for the end of a line that never comes. */
function startsLikeHttp(queue: ByteQueue): boolean {
  for (let index = 0; index < Math.min(PREFIX.length, queue.length); index++) {
    if (String.fromCharCode(queue.at(index) ?? 0).toLowerCase() !== PREFIX[index]) return false;
  }
  return true;
}
