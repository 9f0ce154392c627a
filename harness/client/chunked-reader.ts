import type { Field } from '../core/http.ts';
import type { BodyReader, ReadState } from './body-reader.ts';
import type { ByteQueue } from './byte-queue.ts';
import { FieldSection } from './field-section.ts';
import { type Complain, lineText } from './line.ts';

const CR = 0x0d;
const LF = 0x0a;
const SIZE = /^([0-9A-Fa-f]+)([\s\S]*)$/;
/** chunk-ext of RFC 9112 section 7.1.1, with the white space that errata and recipients allow round `;` and `=`. */
const EXTENSION = /^[ \t]*;/;

/** Reads a chunked body (RFC 9112 section 7.1), strictly: only LF instead of CRLF is reported and read on behind. */
export class ChunkedReader implements BodyReader {
  readonly pieces: Buffer[] = [];
  bytes = 0;
  readonly #trailers = new FieldSection();
  readonly #complain: Complain;
  #expects: 'size' | 'data' | 'data-end' | 'trailers' = 'size';
  #missing = 0;

  constructor(complain: Complain) {
    this.#complain = complain;
  }

  get trailers(): readonly Field[] {
    return this.#trailers.fields();
  }

  get contentComplete(): boolean {
    return this.#expects === 'trailers';
  }

  read(queue: ByteQueue): ReadState {
    for (;;) {
      const before = queue.length;
      const state = this.#step(queue);
      if (state !== 'more' || queue.length === before) return state;
    }
  }

  #step(queue: ByteQueue): ReadState {
    switch (this.#expects) {
      case 'size':
        return this.#readSize(queue);
      case 'data':
        return this.#readData(queue);
      case 'data-end':
        return this.#readDataEnd(queue);
      case 'trailers':
        return this.#readTrailer(queue);
    }
  }

  #readSize(queue: ByteQueue): ReadState {
    const at = queue.offset;
    const line = queue.takeLine();
    if (!line) return 'more';
    const text = lineText(line, (code, offset) => this.#complain(code, at + offset), 'bare-lf-in-chunk');
    const [, digits = '', rest = ''] = SIZE.exec(text) ?? [];
    const size = Number(`0x${digits || 0}`);
    if (digits === '') return this.#lose('bad-chunk-size', at);
    if (!Number.isSafeInteger(size)) return this.#lose('chunk-size-overflow', at);
    if (rest !== '' && !EXTENSION.test(rest)) return this.#lose('bad-chunk-extension', at + digits.length);
    this.#missing = size;
    this.#expects = size === 0 ? 'trailers' : 'data';
    return 'more';
  }

  #readData(queue: ByteQueue): ReadState {
    const piece = queue.take(this.#missing);
    if (piece.length > 0) this.pieces.push(piece);
    this.bytes += piece.length;
    this.#missing -= piece.length;
    if (this.#missing === 0) this.#expects = 'data-end';
    return 'more';
  }

  #readDataEnd(queue: ByteQueue): ReadState {
    const first = queue.at(0);
    const bare = first === LF;
    if (first === undefined || (first === CR && queue.length < 2)) return 'more';
    if (!bare && !(first === CR && queue.at(1) === LF)) return this.#lose('missing-chunk-end', queue.offset);
    if (bare) this.#complain('bare-lf-in-chunk', queue.offset);
    queue.take(bare ? 1 : 2);
    this.#expects = 'size';
    return 'more';
  }

  #readTrailer(queue: ByteQueue): ReadState {
    const at = queue.offset;
    const line = queue.takeLine();
    if (!line) return 'more';
    const complain: Complain = (code, offset) => this.#complain(code, at + offset);
    const text = lineText(line, complain);
    if (text === '') return 'complete';
    this.#trailers.add(text, complain);
    return 'more';
  }

  #lose(code: Parameters<Complain>[0], at: number): ReadState {
    this.#complain(code, at);
    return 'lost';
  }
}
