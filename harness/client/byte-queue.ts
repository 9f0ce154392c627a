const LF = 0x0a;
const SMALLEST = 4096;

/**
 * Octets that came and were not yet read: appended at one end, taken from the other, each looked at a fixed number of
 * times however the stream was cut into pieces.
 */
export class ByteQueue {
  #buffer = Buffer.alloc(SMALLEST);
  #start = 0;
  #end = 0;
  /** How far the search for a line end has come. */
  #searched = 0;
  /** Offset in the stream of the first octet that was not yet taken. */
  offset = 0;

  /** Octets waiting to be taken. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** Appends a piece of the stream. */
  push(piece: Buffer): void {
    if (this.#end + piece.length > this.#buffer.length) this.#makeRoom(piece.length);
    this.#end += piece.copy(this.#buffer, this.#end);
  }

  /** The octet at an index from the front; undefined behind the end. */
  at(index: number): number | undefined {
    return index < this.length ? this.#buffer[this.#start + index] : undefined;
  }

  /** Takes at most that many octets. The result is a copy. */
  take(count: number): Buffer {
    const taken = Buffer.from(this.#buffer.subarray(this.#start, Math.min(this.#end, this.#start + count)));
    this.#start += taken.length;
    this.offset += taken.length;
    return taken;
  }

  /** Takes a line with its LF; null while there is none. The result is a view, good until the next `push`. */
  takeLine(): Buffer | null {
    const from = Math.max(this.#start, this.#searched);
    const found = this.#buffer.subarray(from, this.#end).indexOf(LF);
    if (found === -1) {
      this.#searched = this.#end;
      return null;
    }
    const line = this.#buffer.subarray(this.#start, from + found + 1);
    this.#start += line.length;
    this.offset += line.length;
    return line;
  }

  #makeRoom(needed: number): void {
    const waiting = this.length;
    const roomy = waiting + needed > this.#buffer.length / 2;
    const target = roomy ? Buffer.alloc(Math.max(SMALLEST, 2 * (waiting + needed))) : this.#buffer;
    this.#buffer.copy(target, 0, this.#start, this.#end);
    this.#searched = Math.max(0, this.#searched - this.#start);
    this.#buffer = target;
    this.#start = 0;
    this.#end = waiting;
  }
}
