import type { Field } from '../../core/http.ts';
import { huffmanText } from './huffman.ts';
import { STATIC_TABLE } from './static-table.ts';

/** Size of the dynamic table where no SETTINGS says otherwise (RFC 9113 section 6.5.2); we never say otherwise. */
const TABLE_SIZE = 4096;
/** What an entry counts beside its name and value (RFC 7541 section 4.1). */
const OVERHEAD = 32;

/** Reads the field sections of one connection (RFC 7541), whose dynamic table it keeps. */
export class HpackDecoder {
  /** The newest entry first. */
  #entries: Field[] = [];
  #limit = TABLE_SIZE;
  #block: Buffer = Buffer.alloc(0);
  #at = 0;

  /** The fields of a block, in order. Throws a RangeError where it is none; nothing after it can be decoded then. */
  decode(block: Buffer): Field[] {
    this.#block = block;
    this.#at = 0;
    const fields: Field[] = [];
    while (this.#at < block.length) {
      const field = this.#next(block[this.#at] ?? 0);
      if (field) fields.push(field);
    }
    return fields;
  }

  /** One representation (section 6), told by its first bits; null where it changes the table's size. */
  #next(first: number): Field | null {
    if (first & 0x80) return this.#entry(this.#integer(7));
    if ((first & 0xe0) === 0x20) {
      this.#resize(this.#integer(5));
      return null;
    }
    const indexed = (first & 0xc0) === 0x40;
    const index = this.#integer(indexed ? 6 : 4);
    const name = index === 0 ? this.#string() : this.#entry(index)[0];
    const field: Field = [name, this.#string()];
    if (indexed) this.#add(field);
    return field;
  }

  #entry(index: number): Field {
    const entry = STATIC_TABLE[index - 1] ?? this.#entries[index - 1 - STATIC_TABLE.length];
    if (!entry) throw new RangeError(`no entry ${index} in the tables`);
    return entry;
  }

  #add(field: Field): void {
    this.#entries.unshift(field);
    this.#evict();
  }

  #resize(size: number): void {
    if (size > TABLE_SIZE) throw new RangeError(`a dynamic table of ${size} octets`);
    this.#limit = size;
    this.#evict();
  }

  #evict(): void {
    let room = this.#limit;
    this.#entries = this.#entries.filter(([name, value]) => {
      room -= name.length + value.length + OVERHEAD;
      return room >= 0;
    });
  }

  /** Section 5.1. */
  #integer(prefix: number): number {
    const most = 2 ** prefix - 1;
    let value = this.#octet() & most;
    if (value < most) return value;
    for (let shift = 0; shift <= 28; shift += 7) {
      const octet = this.#octet();
      value += (octet & 0x7f) * 2 ** shift;
      if (octet < 0x80) return value;
    }
    throw new RangeError('an integer is too large');
  }

  /** Section 5.2. */
  #string(): string {
    const coded = ((this.#block[this.#at] ?? 0) & 0x80) !== 0;
    const length = this.#integer(7);
    const octets = this.#block.subarray(this.#at, this.#at + length);
    if (octets.length < length) throw new RangeError('a string is cut');
    this.#at += length;
    return coded ? huffmanText(octets) : octets.toString('latin1');
  }

  #octet(): number {
    const octet = this.#block[this.#at];
    if (octet === undefined) throw new RangeError('a field section is cut');
    this.#at += 1;
    return octet;
  }
}
